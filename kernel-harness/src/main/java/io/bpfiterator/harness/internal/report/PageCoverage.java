// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceBranch;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceFunction;
import io.bpfiterator.object.Coverage.NotMeasured;
import io.bpfiterator.object.Coverage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The coverage of a report in a form that a page reads in a fraction of the time: each line, function and jump once,
 * with a letter for its state in each environment. The components have the names that they have in the JSON.
 *
 * @param columns the positions of the environments that have a measurement
 */
record PageCoverage(List<Integer> columns, List<File> files, List<Unmeasured> notMeasured) {

    /** The letter of what an environment does not have; those of states are their first letters. */
    private static final String ABSENT = "-";

    /** A source; {@code states} has an element for each of the columns. */
    record File(
            String file,
            @Nullable String text,
            @Nullable String note,
            List<Integer> lines,
            List<Named> functions,
            List<Named> jumps,
            List<States> states) {}

    /** A function or a jump, which has the name of its function. */
    record Named(String name, int line) {}

    /** Letters in the order of the lines and functions; a jump has two, the first of which is for not taken. */
    record States(String lines, String functions, String jumps) {}

    /** A program that is not measured in some environments. */
    record Unmeasured(String program, String reason, List<String> environments) {}

    /** A jump of a source. */
    private record Jump(int line, String function, int number) {

        private Jump(SourceBranch branch) {
            this(branch.line(), branch.function(), branch.jump());
        }
    }

    /** Returns the coverage of a report; empty if no environment has any. */
    static Optional<PageCoverage> of(Report report) {
        return report.coverage().map(together -> {
            List<Integer> columns = IntStream.range(0, report.environments().size())
                    .filter(column -> report.environments().get(column).coverage() != null)
                    .boxed()
                    .toList();
            List<Map<String, Source>> measured = columns.stream()
                    .map(column -> Objects.requireNonNull(
                            report.environments().get(column).coverage()))
                    .map(coverage -> coverage.sources().stream()
                            .collect(Collectors.toMap(Source::file, Function.identity(), (one, other) -> one)))
                    .toList();
            Map<String, SourceText> texts =
                    report.sources().stream().collect(Collectors.toMap(SourceText::file, Function.identity()));
            List<File> files = together.sources().stream()
                    .map(source -> file(source, texts.get(source.file()), measured))
                    .toList();
            return new PageCoverage(columns, files, notMeasured(report));
        });
    }

    private static File file(Source together, @Nullable SourceText text, List<Map<String, Source>> measured) {
        List<Integer> lines = Stream.of(together.hit(), together.missed(), together.unreachable())
                .flatMap(List::stream)
                .sorted()
                .toList();
        List<SourceFunction> functions = together.functions();
        List<Jump> jumps =
                together.branches().stream().map(Jump::new).distinct().toList();
        List<States> states = measured.stream()
                .map(sources -> sources.get(together.file()))
                .map(source -> source == null ? new States("", "", "") : states(source, lines, functions, jumps))
                .toList();
        return new File(
                together.file(),
                text == null ? null : text.text(),
                text == null ? null : text.note(),
                lines,
                functions.stream()
                        .map(function -> new Named(function.name(), function.line()))
                        .toList(),
                jumps.stream()
                        .map(jump -> new Named(jump.function(), jump.line()))
                        .toList(),
                states);
    }

    private static States states(Source source, List<Integer> lines, List<SourceFunction> functions, List<Jump> jumps) {
        Map<Integer, State> ofLines = new HashMap<>();
        source.unreachable().forEach(line -> ofLines.put(line, State.UNREACHABLE));
        source.missed().forEach(line -> ofLines.put(line, State.MISSED));
        source.hit().forEach(line -> ofLines.put(line, State.HIT));
        Map<String, State> ofFunctions = new HashMap<>();
        source.functions().forEach(function -> ofFunctions.put(function.name(), function.state()));
        Map<Jump, State> taken = new HashMap<>();
        Map<Jump, State> notTaken = new HashMap<>();
        source.branches().forEach(branch -> (branch.taken() ? taken : notTaken).put(new Jump(branch), branch.state()));
        return new States(
                letters(lines, ofLines),
                letters(functions.stream().map(SourceFunction::name).toList(), ofFunctions),
                jumps.stream()
                        .map(jump -> letter(notTaken.get(jump)) + letter(taken.get(jump)))
                        .collect(Collectors.joining()));
    }

    private static <T> String letters(List<T> parts, Map<T, State> states) {
        return parts.stream().map(part -> letter(states.get(part))).collect(Collectors.joining());
    }

    private static String letter(@Nullable State state) {
        return state == null ? ABSENT : state.name().substring(0, 1);
    }

    private static List<Unmeasured> notMeasured(Report report) {
        Map<NotMeasured, List<String>> environments = new LinkedHashMap<>();
        for (Report.Environment environment : report.environments()) {
            MeasuredCoverage coverage = environment.coverage();
            if (coverage != null) {
                coverage.notMeasured().forEach(program -> environments
                        .computeIfAbsent(program, added -> new ArrayList<>())
                        .add(environment.name()));
            }
        }
        return environments.entrySet().stream()
                .map(program -> new Unmeasured(
                        program.getKey().program(), program.getKey().reason(), program.getValue()))
                .toList();
    }
}
