// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.figures.Comparison;
import io.bpfiterator.harness.internal.figures.Comparison.Change;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.figures.VerifiedProgram;
import io.bpfiterator.harness.internal.figures.Veristat;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.iterator.Complexity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two runs, and which environment of the one is compared with which of the other. */
record ComparedRuns(Source earlier, Source later) {

    /** What the only environment of a CSV file is called if no report names it. */
    private static final String UNNAMED = "-";

    /**
     * The figures of a run.
     *
     * @param environments the programs by the names of the environments
     * @param isNamed false if the file does not name its only environment
     */
    record Source(Path path, Map<String, List<VerifiedProgram>> environments, boolean isNamed) {

        /**
         * Reads a run.
         *
         * @param path the directory of a report, a report.json, or the CSV of veristat
         * @param environment the only environment of a report to read; empty for all
         * @throws EnvironmentException if it has no figures
         */
        static Source read(Path path, String environment) {
            Path file = Files.isDirectory(path) ? path.resolve(ReportFiles.JSON) : path;
            if (!file.toString().endsWith(".json")) {
                return new Source(path, Map.of(UNNAMED, Veristat.read(file)), false);
            }
            Map<String, List<VerifiedProgram>> measured = new LinkedHashMap<>();
            ReportFiles.read(file).environments().stream()
                    .filter(each -> environment.isEmpty() || each.name().equals(environment))
                    .forEach(each -> figures(each)
                            .forEach(program -> measured.computeIfAbsent(each.name(), key -> new ArrayList<>())
                                    .add(program)));
            if (measured.isEmpty()) {
                throw Failure.notFound("Cannot compare " + path)
                        .because("it has no complexity of programs"
                                + (environment.isEmpty() ? "" : " in environment " + environment))
                        .remedy("Run the tests with -D" + ExtensionSettings.COMPLEXITY + "=true")
                        .exception(EnvironmentException::new);
            }
            return new Source(path, measured, true);
        }

        private static Stream<VerifiedProgram> figures(Report.Environment environment) {
            return Stream.ofNullable(environment.figures())
                    .flatMap(figures -> figures.programs().stream())
                    .filter(program -> program.complexity() != null || program.notMeasured() != null)
                    .map(Source::program);
        }

        private static VerifiedProgram program(ProgramFigures program) {
            Complexity complexity = program.complexity();
            return complexity == null
                    ? new VerifiedProgram(program.object(), program.program(), true, Map.of())
                    : VerifiedProgram.of(program.object(), program.program(), true, complexity);
        }

        private String names() {
            return String.join(", ", environments.keySet());
        }
    }

    /**
     * Returns what has changed, by environment.
     *
     * @throws EnvironmentException if the runs have no environment in common
     */
    Map<String, List<Change>> changes() {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        if (earlier.isNamed() && later.isNamed()) {
            earlier.environments().forEach((name, programs) -> {
                List<VerifiedProgram> now = later.environments().get(name);
                if (now != null) {
                    changes.put(name, Comparison.of(programs, now));
                }
            });
            if (changes.isEmpty()) {
                throw Failure.invalid("Cannot compare " + earlier.path() + " and " + later.path())
                        .because("the one has figures of " + earlier.names() + ", the other of " + later.names())
                        .remedy("Compare runs in the same environment")
                        .exception(EnvironmentException::new);
            }
        } else {
            changes.put(earlier.isNamed() ? earlier.names() : later.names(), Comparison.of(only(earlier), only(later)));
        }
        return changes;
    }

    /** Returns the environments that only one of the runs has. */
    List<String> notCompared() {
        if (!earlier.isNamed() || !later.isNamed()) {
            return List.of();
        }
        return Stream.concat(missing(earlier, later), missing(later, earlier)).toList();
    }

    private static Stream<String> missing(Source one, Source other) {
        return one.environments().keySet().stream()
                .filter(name -> !other.environments().containsKey(name))
                .map(name -> name + ", which only " + one.path() + " has");
    }

    private static List<VerifiedProgram> only(Source source) {
        if (source.environments().size() > 1) {
            throw Failure.invalid("Cannot compare " + source.path() + " with a CSV file")
                    .because("it has figures of " + source.names() + ", and a CSV file has those of one kernel")
                    .remedy("Name the environment with --environment")
                    .exception(EnvironmentException::new);
        }
        return source.environments().values().iterator().next();
    }
}
