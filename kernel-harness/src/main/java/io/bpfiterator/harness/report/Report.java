package io.bpfiterator.harness.report;

import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of tests in environments; the names of the components are those of the JSON.
 *
 * @param created when the run ended
 * @param environments in the run's order, each of another name
 * @param tests in the run's order, those of a class together
 */
public record Report(Instant created, List<Environment> environments, List<Test> tests) {

    /** Refuses what a reader of the report could make nothing of. */
    public Report {
        require(created, "a report", "created");
        environments = requireAll(environments, "a report", "environments");
        tests = requireAll(tests, "a report", "tests");
        Set<String> names = new HashSet<>();
        for (Environment environment : environments) {
            refuseUnless(names.add(environment.name()), "two environments are named " + environment.name());
        }
        for (Test test : tests) {
            for (Result result : test.results()) {
                refuseUnless(
                        names.contains(result.environment()),
                        test.name() + " has a result in " + result.environment() + ", which is no environment of it");
            }
        }
    }

    /**
     * A column of the report. One that was never started has no kernel and no Java, but a failure.
     *
     * @param acceleration how the processor of a machine is had
     * @param console the last that it printed beside the tests
     */
    public record Environment(
            String name,
            @Nullable String kernel,
            @Nullable String architecture,
            @Nullable String acceleration,
            @Nullable String java,
            @Nullable String description,
            @Nullable Long startMilliseconds,
            @Nullable String console,
            @Nullable String failure) {

        public Environment {
            require(name, "an environment", "name");
        }

        Environment named(String other) {
            return new Environment(
                    other, kernel, architecture, acceleration, java, description, startMilliseconds, console, failure);
        }
    }

    /** A row of the report: a test, or an invocation of one, with a result for each environment that has it. */
    public record Test(@SerializedName("class") String className, String name, List<Result> results) {

        public Test {
            require(className, "a test", "class");
            require(name, "a test", "name");
            results = requireAll(results, "a test", "results");
        }
    }

    /**
     * What became of a test in an environment.
     *
     * @param milliseconds by the environment's clock; absent where the test did not come to its end
     * @param reason why it was skipped, or ended itself
     * @param failure why it failed
     * @param sections what was published meanwhile
     */
    public record Result(
            String environment,
            Status status,
            @Nullable Long milliseconds,
            @Nullable String reason,
            @Nullable Failure failure,
            List<Section> sections) {

        public Result {
            require(environment, "a result", "environment");
            require(status, "a result", "status (passed, failed or skipped)");
            sections = sections == null ? List.of() : requireAll(sections, "a result", "sections");
        }

        Result in(String other) {
            return new Result(other, status, milliseconds, reason, failure, sections);
        }
    }

    /** How a test ended. */
    public enum Status {
        @SerializedName("passed")
        PASSED,
        @SerializedName("failed")
        FAILED,
        @SerializedName("skipped")
        SKIPPED;

        /** Returns the word of the JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a test failed with. */
    public record Failure(String message, String trace) {

        public Failure {
            require(message, "a failure", "message");
            require(trace, "a failure", "trace");
        }
    }

    /** A text that a test published, and what it is. */
    public record Section(String title, String text) {

        public Section {
            require(title, "a section", "title");
            require(text, "a section", "text");
        }
    }

    /** Returns how many results there are of a status. */
    public long count(Status status) {
        return tests.stream()
                .flatMap(test -> test.results().stream())
                .filter(result -> result.status() == status)
                .count();
    }

    private static <T> T require(@Nullable T value, String owner, String name) {
        if (value == null) {
            throw new IllegalArgumentException(owner + " has no " + name);
        }
        return value;
    }

    private static <T> List<T> requireAll(@Nullable List<T> values, String owner, String name) {
        require(values, owner, name).forEach(value -> require(value, owner, "value in one of its " + name));
        return List.copyOf(values);
    }

    private static void refuseUnless(boolean condition, String complaint) {
        if (!condition) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
