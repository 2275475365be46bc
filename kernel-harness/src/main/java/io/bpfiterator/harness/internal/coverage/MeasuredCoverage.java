// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.bpfiterator.internal.coverage.CoverageSum;
import io.bpfiterator.internal.files.SourcePath;
import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.NotMeasured;
import io.bpfiterator.object.Coverage.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The coverage of an environment, with each path once. The components have the names that they have in the JSON.
 *
 * @param notMeasured the programs that ran without a measurement, of all or of their branches
 */
public record MeasuredCoverage(List<Source> sources, List<NotMeasured> notMeasured) {

    private static final Gson GSON = new Gson();

    public MeasuredCoverage {
        sources = requireAll(sources, "sources");
        notMeasured = requireAll(notMeasured, "notMeasured");
        notMeasured.forEach(program -> {
            require(program.program(), "program");
            require(program.reason(), "reason");
        });
    }

    /**
     * The coverage of a source.
     *
     * @param hit the numbers of the lines that were executed
     * @param unreachable the numbers of the lines that the verifier has removed
     */
    public record Source(
            String file,
            List<Integer> hit,
            List<Integer> missed,
            List<Integer> unreachable,
            List<SourceFunction> functions,
            List<SourceBranch> branches) {

        public Source {
            requireName(file, "file");
            hit = requireAll(hit, "hit");
            missed = requireAll(missed, "missed");
            unreachable = requireAll(unreachable, "unreachable");
            functions = requireAll(functions, "functions");
            branches = requireAll(branches, "branches");
        }
    }

    /** A function; {@code line} is the first that has instructions. */
    public record SourceFunction(String name, int line, State state) {

        public SourceFunction {
            requireName(name, "name");
            require(state, "state");
        }
    }

    /** One way of a conditional jump; {@code jump} is its position among those of its function and line. */
    public record SourceBranch(int line, String function, int jump, boolean taken, State state) {

        public SourceBranch {
            require(function, "function");
            require(state, "state");
        }
    }

    /** Returns the coverage that programs have recorded. */
    public static MeasuredCoverage of(Coverage coverage) {
        Map<String, List<Line>> lines = coverage.lines().stream().collect(Collectors.groupingBy(Line::file));
        Map<String, List<Function>> functions =
                coverage.functions().stream().collect(Collectors.groupingBy(Function::file));
        Map<String, List<Branch>> branches = coverage.branches().stream().collect(Collectors.groupingBy(Branch::file));
        Set<String> files = Stream.of(lines, functions, branches)
                .flatMap(parts -> parts.keySet().stream())
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Source> sources = files.stream()
                .map(file -> new Source(
                        file,
                        numbers(lines.getOrDefault(file, List.of()), State.HIT),
                        numbers(lines.getOrDefault(file, List.of()), State.MISSED),
                        numbers(lines.getOrDefault(file, List.of()), State.UNREACHABLE),
                        functions.getOrDefault(file, List.of()).stream()
                                .map(each -> new SourceFunction(each.name(), each.line(), each.state()))
                                .toList(),
                        branches.getOrDefault(file, List.of()).stream()
                                .map(each -> new SourceBranch(
                                        each.line(), each.function(), each.jump(), each.taken(), each.state()))
                                .toList()))
                .toList();
        return new MeasuredCoverage(sources, coverage.notMeasured());
    }

    private static List<Integer> numbers(List<Line> lines, State state) {
        return lines.stream()
                .filter(line -> line.state() == state)
                .map(Line::number)
                .toList();
    }

    /** Returns the coverage line by line. */
    public Coverage toCoverage() {
        List<Line> lines = new ArrayList<>();
        List<Function> functions = new ArrayList<>();
        List<Branch> branches = new ArrayList<>();
        for (Source source : sources) {
            String file = source.file();
            source.hit().forEach(line -> lines.add(new Line(file, line, State.HIT)));
            source.missed().forEach(line -> lines.add(new Line(file, line, State.MISSED)));
            source.unreachable().forEach(line -> lines.add(new Line(file, line, State.UNREACHABLE)));
            source.functions()
                    .forEach(each -> functions.add(new Function(file, each.line(), each.name(), each.state())));
            source.branches()
                    .forEach(each -> branches.add(
                            new Branch(file, each.line(), each.function(), each.jump(), each.taken(), each.state())));
        }
        return new Coverage(lines, functions, branches, notMeasured);
    }

    /** Returns the merged coverage of several environments or runs. */
    public static MeasuredCoverage merge(Stream<MeasuredCoverage> all) {
        CoverageSum sum = new CoverageSum();
        all.forEach(each -> sum.add(each.toCoverage()));
        return of(sum.sum());
    }

    /** Returns this coverage with the paths of sources, where it has those of copies that a build tool has made. */
    public MeasuredCoverage atSources() {
        List<Source> moved = sources.stream()
                .map(source -> new Source(
                        SourcePath.of(source.file()),
                        source.hit(),
                        source.missed(),
                        source.unreachable(),
                        source.functions(),
                        source.branches()))
                .toList();
        return merge(Stream.of(new MeasuredCoverage(moved, notMeasured)));
    }

    /** Returns this coverage as JSON. */
    public String toJson() {
        return GSON.toJson(this);
    }

    /** @throws JsonParseException if the text is not the JSON of a coverage */
    public static MeasuredCoverage ofJson(String json) {
        try {
            return require(GSON.fromJson(json, MeasuredCoverage.class), "content");
        } catch (JsonParseException e) {
            throw e;
        } catch (RuntimeException e) {
            // Of a record's constructor.
            throw new JsonParseException(e);
        }
    }

    /** An agent is not trusted: a line break would end a line of the LCOV file. */
    private static void requireName(@Nullable String value, String name) {
        if (require(value, name).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a " + name + " of a coverage has control characters");
        }
    }

    private static <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("a coverage has no " + name);
        }
        return value;
    }

    private static <T> List<T> requireAll(@Nullable List<T> values, String name) {
        require(values, name).forEach(value -> require(value, "value in its " + name));
        return List.copyOf(values);
    }
}
