// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.iterator.Complexity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table with the complexity of the BPF programs: a row for each program, a column for each environment. */
final class ComplexityTable {

    private static final int NAME = 200;

    private final List<Environment> environments;

    /** The figures by object and program, and by the name of the environment. */
    private final Map<List<String>, Map<String, ProgramFigures>> programs = new LinkedHashMap<>();

    ComplexityTable(List<Environment> all) {
        environments = all.stream()
                .filter(environment -> environment.figures() != null)
                .toList();
        for (Environment environment : environments) {
            Optional.ofNullable(environment.figures()).stream()
                    .flatMap(figures -> figures.programs().stream())
                    .filter(program -> program.complexity() != null || program.notMeasured() != null)
                    .forEach(program -> programs.computeIfAbsent(
                                    List.of(program.object(), program.program()), key -> new LinkedHashMap<>())
                            .put(environment.name(), program));
        }
    }

    /** Returns the heading and the head of the table; empty if nothing was measured. */
    Optional<String> head() {
        return programs.isEmpty()
                ? Optional.empty()
                : Optional.of("\n### Complexity of the BPF programs\n\n"
                        + "Instructions that the verifier processed, of which a million are allowed / states that it kept"
                        + " at a time / bytes of stack of all functions. report.json has more.\n\n| Program |"
                        + environments.stream()
                                .map(environment -> " " + Markdown.code(environment.name(), NAME) + " |")
                                .collect(Collectors.joining())
                        + "\n| --- |" + " ---: |".repeat(environments.size()) + "\n");
    }

    /** Returns the rows of the table. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        programs.forEach((name, figures) -> rows.add("| " + Markdown.code(String.join(", ", name), NAME) + " |"
                + environments.stream()
                        .map(environment -> " " + cell(figures.get(environment.name())) + " |")
                        .collect(Collectors.joining())
                + "\n"));
        return rows;
    }

    private static String cell(@Nullable ProgramFigures program) {
        if (program == null) {
            return "";
        }
        Complexity complexity = program.complexity();
        return complexity == null
                ? "not measured: " + Markdown.text(String.valueOf(program.notMeasured()), NAME)
                : String.format(
                        Locale.ROOT,
                        "%,d / %,d / %d",
                        complexity.verifiedInstructions(),
                        complexity.peakStates(),
                        complexity.stackDepth());
    }
}
