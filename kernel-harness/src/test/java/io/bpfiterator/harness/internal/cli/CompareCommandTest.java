// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static io.bpfiterator.harness.internal.figures.SampleFigures.complexity;
import static io.bpfiterator.harness.internal.figures.SampleFigures.program;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareCommandTest {

    private static final String VERISTAT = "file_name,prog_name,verdict,total_insns\n";

    @TempDir
    private Path directory;

    /** Writes a report whose environments have figures, and returns its directory. */
    private String report(String name, Map<String, List<ProgramFigures>> environments) {
        Path path = directory.resolve(name);
        ReportFiles.write(
                path,
                new Report(
                        Reports.NOON,
                        environments.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(each -> Reports.environment(each.getKey(), "6.1")
                                        .withFigures(new MeasuredFigures(each.getValue())))
                                .toList(),
                        List.of()));
        return path.toString();
    }

    private String csv(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static List<ProgramFigures> task(int verifiedInstructions) {
        return List.of(program("task", "dump_task", complexity(verifiedInstructions)));
    }

    private static Result compare(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "report";
        all[1] = "compare";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Commands.runHere(all);
    }

    @Nested
    class Two_reports {

        @Test
        void show_what_grew_by_more_than_the_share_and_fail() {
            String old = report("old", Map.of("vm:5.10", task(100), "vm:6.12", task(100)));
            String now = report("new", Map.of("vm:5.10", task(100), "vm:6.12", task(120)));

            assertThat(compare(old, now)).isEqualTo(new Result(1, """
                            ENVIRONMENT  PROGRAM          FIGURE                 OLD  NEW  CHANGE
                            vm:6.12      task, dump_task  verified instructions  100  120  ! +20%
                            vm:6.12      task, dump_task  instructions            50   60  ! +20%
                            vm:6.12      task, dump_task  jited bytes            300  360  ! +20%

                            2 environments compared: 3 figures grew by more than 10%, 0 by less, 0 shrank; 0 programs refused
                            """, ""));
        }

        @Test
        void pass_within_the_share() {
            String old = report("old", Map.of("host", task(100)));
            String now = report("new", Map.of("host", task(120)));

            Result result = compare(old, now, "--share", "20%");
            assertThat(result.exitStatus()).isZero();
            assertThat(result.output())
                    .contains("  +20%\n", "0 figures grew by more than 20%, 3 by less")
                    .doesNotContain("!");
        }

        @Test
        void that_are_equal_have_one_line() {
            String old = report("old", Map.of("host", task(100)));

            assertThat(compare(old, old + "/report.json"))
                    .isEqualTo(new Result(
                            0,
                            "1 environment compared: 0 figures grew by more than 10%, 0 by less, 0 shrank;"
                                    + " 0 programs refused\n",
                            ""));
        }

        @Test
        void list_programs_that_are_new_or_have_vanished() {
            String old = report("old", Map.of("host", task(100)));
            String now = report("new", Map.of("host", List.of(program("task", "dump_file", complexity(100)))));

            Result result = compare(old, now);
            assertThat(result.exitStatus()).isZero();
            assertThat(result.output())
                    .contains("host         task, dump_task  has vanished\n", "host         task, dump_file  is new\n");
        }

        @Test
        void name_what_is_not_compared() {
            String old = report("old", Map.of("host", task(100), "vm:5.10", task(100)));
            String now = report(
                    "new",
                    Map.of("host", List.of(new ProgramFigures("task", "dump_task", null, "no room (ENOMEM)", null))));

            Result result = compare(old, now);
            assertThat(result.errors()).isEqualTo("Not compared: vm:5.10, which only " + old + " has.\n");
            assertThat(result.output()).contains("host         task, dump_task  was not measured\n");
        }

        @Test
        void are_compared_as_json() {
            String old = report("old", Map.of("host", List.of(program("task", "dump_task", complexity(2)))));
            String now = report("new", Map.of("host", List.of(program("task", "dump_task", complexity(3)))));

            assertThat(Commands.runHere("-j", "report", "compare", old, now, "--share", "50")
                            .output())
                    .startsWith("[{\"environment\":\"host\",\"program\":\"task, dump_task\",\"change\":\"grew\","
                            + "\"figure\":\"verified instructions\",\"old\":2,\"new\":3,\"too_much\":false},");
        }
    }

    @Nested
    class A_file_of_veristat {

        @Test
        void is_compared_with_a_report_of_one_environment() throws IOException {
            String old = csv("old.csv", VERISTAT + "task.bpf.o,dump_task,success,50\n");
            String now = report("new", Map.of("vm:6.12", task(100)));

            Result result = compare(old, now);
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.output())
                    .contains("\nvm:6.12      task, dump_task  verified instructions   50  100  ! +100%\n");
        }

        @Test
        void requires_the_name_of_one_of_several_environments() throws IOException {
            String old = csv("old.csv", VERISTAT + "task.bpf.o,dump_task,success,100\n");
            String now = report("new", Map.of("host", task(900), "vm:6.12", task(100)));

            assertThat(compare(old, now).errors())
                    .isEqualTo("Error: Cannot compare " + now + " with a CSV file: it has figures of host, vm:6.12, and"
                            + " a CSV file has those of one kernel. Name the environment with --environment.\n");
            assertThat(compare(old, now, "--environment", "vm:6.12").exitStatus())
                    .isZero();
        }

        @Test
        void shows_a_program_that_is_refused_now() throws IOException {
            String old = csv("old.csv", VERISTAT + "task.bpf.o,dump_task,success,900000\n");
            String now = csv("new.csv", VERISTAT + "task.bpf.o,dump_task,failure,1000001\n");

            Result result = compare(old, now);
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.output())
                    .contains("task, dump_task  ! is refused, and was accepted before\n", "; 1 program refused\n");
        }
    }

    @Nested
    class What_cannot_be_compared_is_refused {

        @Test
        void a_report_without_figures() {
            Path path = directory.resolve("none");
            ReportFiles.write(path, Reports.passed("host", "6.1", "one"));

            assertThat(compare(path.toString(), path.toString()))
                    .isEqualTo(new Result(
                            255,
                            "",
                            "Error: Cannot compare " + path + ": it has no complexity of programs. Run the tests with"
                                    + " -Dbpfiterator.complexity=true.\n"));
        }

        @Test
        void reports_of_different_environments() {
            String old = report("old", Map.of("host", task(100)));
            String now = report("new", Map.of("vm:6.12", task(100)));

            assertThat(compare(old, now).errors())
                    .isEqualTo("Error: Cannot compare " + old + " and " + now + ": the one has figures of host, the"
                            + " other of vm:6.12. Compare runs in the same environment.\n");
        }

        @Test
        void a_file_that_does_not_exist() {
            String none = directory.resolve("none.csv").toString();

            assertThat(compare(none, none).errors())
                    .isEqualTo("Error: Cannot read the figures in " + none + ": it does not exist."
                            + " Check that the file exists and that this user may read it.\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-1%", "many", "NaN", "Infinity", "10%%"})
        void a_share_that_is_none(String share) {
            Result result = compare("old", "new", "--share=" + share);

            assertThat(result.exitStatus()).isEqualTo(255);
            assertThat(result.errors()).startsWith("Error: ").contains("'" + share + "' is not a share such as 10%");
        }
    }
}
