// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.iterator.Complexity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table with figures of the BPF programs: a row for each program, a column for each environment. */
final class FiguresTable {

    private static final int NAME = 200;

    private static final String OF_COMPLEXITY = """

            ### Complexity of the BPF programs

            Instructions that the verifier processed, of which a million are allowed / states that it kept at a time /\
             bytes of stack of all functions. report.json has more.
            """;

    private static final String OF_COST = """

            ### Cost of the BPF programs

            Time of a run / runs, of which one is for each element and one for the end of each read / bytes of output.
            """;

    private final String heading;
    private final List<String> environments = new ArrayList<>();

    /** The cells by object and program, and by the name of the environment. */
    private final Map<List<String>, Map<String, String>> cells = new LinkedHashMap<>();

    private FiguresTable(
            String heading, List<Environment> environments, Function<ProgramFigures, Optional<String>> cell) {
        this.heading = heading;
        for (Environment environment : environments) {
            MeasuredFigures figures = environment.figures();
            if (figures != null) {
                this.environments.add(environment.name());
                figures.programs().forEach(program -> cell.apply(program).ifPresent(text -> cells.computeIfAbsent(
                                List.of(program.object(), program.program()), key -> new LinkedHashMap<>())
                        .put(environment.name(), text)));
            }
        }
    }

    /** Returns the tables of what was measured. */
    static List<FiguresTable> all(List<Environment> environments) {
        return Stream.of(
                        new FiguresTable(OF_COMPLEXITY, environments, FiguresTable::complexity),
                        new FiguresTable(OF_COST, environments, FiguresTable::cost))
                .filter(table -> !table.cells.isEmpty())
                .toList();
    }

    /** Returns the heading and the head of the table. */
    String head() {
        return heading + "\n| Program |"
                + environments.stream()
                        .map(name -> " " + Markdown.code(name, NAME) + " |")
                        .collect(Collectors.joining())
                + "\n| --- |" + " ---: |".repeat(environments.size()) + "\n";
    }

    /** Returns the rows of the table. */
    List<String> rows() {
        return cells.entrySet().stream()
                .map(row -> "| " + Markdown.code(String.join(", ", row.getKey()), NAME) + " |"
                        + environments.stream()
                                .map(name -> " " + row.getValue().getOrDefault(name, "") + " |")
                                .collect(Collectors.joining())
                        + "\n")
                .toList();
    }

    private static Optional<String> complexity(ProgramFigures program) {
        Complexity complexity = program.complexity();
        return complexity == null
                ? Optional.ofNullable(program.notMeasured())
                        .map(reason -> "not measured: " + Markdown.text(reason, NAME))
                : Optional.of(format(
                        "%,d / %,d / %,d",
                        complexity.verifiedInstructions(), complexity.peakStates(), complexity.stackDepth()));
    }

    private static Optional<String> cost(ProgramFigures program) {
        return Optional.ofNullable(program.cost())
                .map((Cost cost) -> (cost.runs() == 0
                                ? "not counted"
                                : format("%,d ns / %,d", cost.nanosecondsPerRun(), cost.runs()))
                        + format(" / %,d", cost.bytes()));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
