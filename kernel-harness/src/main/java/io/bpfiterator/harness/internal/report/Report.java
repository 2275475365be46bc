// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import com.google.gson.annotations.SerializedName;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run's tests in its environments. The components have the names that they have in the JSON.
 *
 * @param created when the run ended
 * @param environments in the order of the run, with unique names
 * @param tests in the order of the run, grouped by class
 * @param sources the texts of the sources whose coverage the environments have
 */
public record Report(Instant created, List<Environment> environments, List<Test> tests, List<SourceText> sources) {

    /** Checks that each result belongs to one of the environments, and that names are unique. */
    public Report {
        require(created, "a report", "created");
        environments = requireAll(environments, "a report", "environments");
        tests = requireAll(tests, "a report", "tests");
        sources = sources == null ? List.of() : requireAll(sources, "a report", "sources");
        Set<String> names = new HashSet<>();
        for (Environment environment : environments) {
            refuseUnless(names.add(environment.name()), "two environments are named " + environment.name());
        }
        for (Test test : tests) {
            for (Result result : test.results()) {
                refuseUnless(
                        names.contains(result.environment()),
                        test.name() + " has a result in " + result.environment()
                                + ", which is not one of the environments");
            }
        }
    }

    /** Creates a report without texts of sources. */
    public Report(Instant created, List<Environment> environments, List<Test> tests) {
        this(created, environments, tests, List.of());
    }

    /** Returns this report with other texts of sources. */
    Report withSources(List<SourceText> others) {
        return new Report(created, environments, tests, others);
    }

    /**
     * A column of the report. In the JSON, its object has the members of its platform.
     *
     * @param platform {@link Platform#UNKNOWN} if the environment did not start
     * @param startMilliseconds how long it took to start; null if it did not start
     * @param console the end of its output, without that of the tests
     * @param failure why it did not start, or why it ended before its tests
     * @param coverage the coverage of the BPF programs; null if it was not measured
     * @param figures the figures of the BPF programs; null if they were not measured
     */
    public record Environment(
            String name,
            Platform platform,
            @Nullable Long startMilliseconds,
            @Nullable String console,
            @Nullable String failure,
            @Nullable MeasuredCoverage coverage,
            @Nullable MeasuredFigures figures) {

        public Environment {
            require(name, "an environment", "name");
            require(platform, "an environment", "platform");
        }

        /** Creates an environment in which nothing was measured of BPF programs. */
        public Environment(
                String name,
                Platform platform,
                @Nullable Long startMilliseconds,
                @Nullable String console,
                @Nullable String failure) {
            this(name, platform, startMilliseconds, console, failure, null, null);
        }

        /** Creates an environment that has not started yet. */
        public Environment(String name) {
            this(name, Platform.UNKNOWN, null, null, null);
        }

        /** Returns whether the environment has started at least once. */
        public boolean wasStarted() {
            return platform.kernel() != null;
        }

        /** Returns this environment with another console output and failure. */
        public Environment with(@Nullable String otherConsole, @Nullable String otherFailure) {
            return new Environment(name, platform, startMilliseconds, otherConsole, otherFailure, coverage, figures);
        }

        /** Returns this environment with another coverage. */
        public Environment withCoverage(@Nullable MeasuredCoverage other) {
            return new Environment(name, platform, startMilliseconds, console, failure, other, figures);
        }

        /** Returns this environment with other figures. */
        public Environment withFigures(@Nullable MeasuredFigures other) {
            return new Environment(name, platform, startMilliseconds, console, failure, coverage, other);
        }

        Environment withName(String other) {
            return new Environment(other, platform, startMilliseconds, console, failure, coverage, figures);
        }
    }

    /**
     * What an environment runs on.
     *
     * @param kernel the release
     * @param details more facts by their names, in order, such as {@code Acceleration}; may be empty
     * @param java the version
     */
    public record Platform(
            @Nullable String kernel,
            @Nullable String architecture,
            Map<String, String> details,
            @Nullable String java,
            @Nullable String description) {

        /** The platform of an environment that did not start. */
        public static final Platform UNKNOWN = new Platform(null, null, Map.of(), null, null);

        @SuppressWarnings("NullAway") // Gson passes null for a member that is absent.
        public Platform {
            details = details == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(details));
        }
    }

    /** A row of the report: a test, or an invocation of one, with its results in the environments. */
    public record Test(@SerializedName("class") String className, String name, List<Result> results) {

        public Test {
            require(className, "a test", "class");
            require(name, "a test", "name");
            results = requireAll(results, "a test", "results");
        }
    }

    /**
     * The result of a test in an environment.
     *
     * @param milliseconds measured in the environment; null if the test did not end
     * @param reason why the test was skipped or aborted
     * @param failure why the test failed
     * @param sections what was published while it ran
     * @param count the number of tests for which this result stands, and whose time it has; null for one test
     * @param earlierFailure why the test failed before the build ran it again; null if this run failed, too
     */
    public record Result(
            String environment,
            Status status,
            @Nullable Long milliseconds,
            @Nullable String reason,
            @Nullable Failure failure,
            List<Section> sections,
            @Nullable Integer count,
            @Nullable Failure earlierFailure) {

        public Result {
            require(environment, "a result", "environment");
            require(status, "a result", "status (passed, failed or skipped)");
            sections = sections == null ? List.of() : requireAll(sections, "a result", "sections");
            refuseUnless(count == null || count > 0, "a result is that of " + count + " tests");
        }

        /** Creates the result of one test. */
        public Result(
                String environment,
                Status status,
                @Nullable Long milliseconds,
                @Nullable String reason,
                @Nullable Failure failure,
                List<Section> sections) {
            this(environment, status, milliseconds, reason, failure, sections, null, null);
        }

        /** Returns the number of tests that have this result. */
        public int size() {
            return count == null ? 1 : count;
        }

        /** Returns whether the test passed only when the build ran it again. */
        public boolean isFlaky() {
            return earlierFailure != null && status == Status.PASSED;
        }

        Result inEnvironment(String other) {
            return new Result(other, status, milliseconds, reason, failure, sections, count, earlierFailure);
        }

        /** Returns this result for a test that has run before in the same build. */
        Result after(Result earlier) {
            Failure before = earlier.failure == null ? earlier.earlierFailure : earlier.failure;
            return new Result(
                    environment,
                    status,
                    milliseconds,
                    reason,
                    failure,
                    sections,
                    count,
                    failure == null ? before : null);
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

        /** Returns the status as the JSON has it. */
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The throwable that a test failed with. */
    public record Failure(String message, String trace) {

        public Failure {
            require(message, "a failure", "message");
            require(trace, "a failure", "trace");
        }
    }

    /** A text that a test published. */
    public record Section(String title, String text) {

        public Section {
            require(title, "a section", "title");
            require(text, "a section", "text");
        }
    }

    /** Returns the number of results with a status, including those of tests that have no row of their own. */
    public long count(Status status) {
        return tests.stream()
                .flatMap(test -> test.results().stream())
                .filter(result -> result.status() == status)
                .mapToLong(Result::size)
                .sum();
    }

    /** Returns the merged coverage of all environments; empty if none has a measurement. */
    public Optional<MeasuredCoverage> coverage() {
        return coverage(environments.stream());
    }

    /** Returns the merged coverage of some environments; empty if none has a measurement. */
    public static Optional<MeasuredCoverage> coverage(Stream<Environment> environments) {
        List<MeasuredCoverage> measured = environments
                .flatMap(environment -> Stream.ofNullable(environment.coverage()))
                .toList();
        return measured.isEmpty() ? Optional.empty() : Optional.of(MeasuredCoverage.merge(measured.stream()));
    }

    /** Returns the number of results that are flaky. */
    public long flaky() {
        return tests.stream()
                .flatMap(test -> test.results().stream())
                .filter(Result::isFlaky)
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

    private static void refuseUnless(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
