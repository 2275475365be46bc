// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    /** A release may contain a plus. */
    private static final String KERNEL = Pattern.quote(System.getProperty("os.version"));

    private static String object(String name) {
        return PinFixture.OBJECTS.resolve(name + ".bpf.o").toString();
    }

    @Nested
    @NeedsKernel
    class On_the_running_kernel {

        @Test
        void shows_that_a_program_loads() {
            Result result = Commands.runHere("check", object("cli_task"));

            assertThat(result.exitStatus()).isZero();
            assertThat(result.output().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .matches(KERNEL + " +cli_task( +[1-9]\\d*){4} +\\d+ +loads");
        }

        @Test
        void shows_each_program_and_why_one_does_not_load() {
            Result result = Commands.runHere("check", object("cli_refused"));

            assertThat(result.exitStatus()).isEqualTo(ExitStatus.FAILURE);
            assertThat(result.output().lines())
                    .last()
                    .asString()
                    .matches(KERNEL + " +cli_refused +- +- +[1-9]\\d* +\\S+ +- +The kernel's verifier refused .*")
                    .contains("(EACCES)");
            assertThat(Commands.runHere("check", object("cli_two_iterators")).output())
                    .contains("  cli_one  ", "  cli_two  ");
        }

        @Test
        void prints_json_with_the_names_of_bpftool_and_veristat() {
            JsonObject check = JsonParser.parseString(
                            Commands.runHere("-j", "check", object("cli_task")).output())
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();

            assertThat(check.keySet())
                    .containsExactly(
                            "kernel",
                            "program",
                            "loads",
                            "reason",
                            "instructions",
                            "bytes_jited",
                            "verified_insns",
                            "total_states",
                            "peak_states",
                            "max_states_per_insn",
                            "max_mark_read_len",
                            "stack_depth",
                            "duration");
            assertThat(check.get("verified_insns").getAsInt()).isPositive();
        }

        @Test
        void prints_the_csv_of_veristat(@TempDir Path directory) throws Exception {
            Result result = Commands.runHere("check", object("cli_two_iterators"), "--csv");

            assertThat(result.output().lines())
                    .first()
                    .isEqualTo("file_name,prog_name,verdict,duration,total_insns,total_states,peak_states,"
                            + "max_states_per_insn,max_mark_read_len");
            assertThat(result.output()).contains("\ncli_two_iterators.bpf.o,cli_one,success,");
            Path file = Files.writeString(directory.resolve("baseline.csv"), result.output());
            assertThat(Commands.runHere("report", "compare", file.toString(), file.toString())
                            .exitStatus())
                    .isZero();
        }

        @Test
        void prints_the_csv_of_a_refused_program() {
            assertThat(Commands.runHere("check", object("cli_refused"), "--csv").output())
                    .contains("\ncli_refused.bpf.o,cli_refused,failure,0,");
        }
    }

    @Test
    void refuses_a_csv_file_for_several_kernels() {
        assertThat(Commands.runHere("check", object("cli_task"), "--csv", "--kernels", "5.10,6.12")
                        .errors())
                .isEqualTo("Error: Cannot print one CSV file for 5.10, 6.12: veristat has no column for the kernel."
                        + " Check each of them for itself.\n");
    }

    @Test
    void refuses_what_is_not_an_object_before_it_starts_a_machine(@TempDir Path directory) {
        Result result =
                Commands.runHere("check", directory.resolve("none.bpf.o").toString(), "--kernels", "5.10");

        assertThat(result.exitStatus()).isEqualTo(ExitStatus.FAILURE);
        assertThat(result.errors())
                .isEqualTo("Error: Cannot read the BPF object " + directory
                        + "/none.bpf.o: the file does not exist. Compile the BPF program first.\n");
    }

    @Test
    @NeedsMachines
    @Timeout(300)
    void compares_kernels_in_virtual_machines(@TempDir Path directory) throws Exception {
        Path object = Files.copy(Path.of(object("cli_cgroup")), directory.resolve("copy.bpf.o"));

        Result result = Commands.runHere("check", object.toString(), "--kernels", "5.10,6.12");

        assertThat(result.output().lines())
                .hasSize(3)
                .satisfiesExactly(
                        head -> assertThat(head)
                                .matches("KERNEL +PROGRAM +INSNS +JITED +VERIFIED +PEAK +STACK +RESULT"),
                        old -> assertThat(old)
                                .matches("5\\.10\\S+ +cli_cgroup +- +- +- +- +- +Cannot load .*Linux 6\\.1 or newer.*"),
                        newer -> assertThat(newer).matches("6\\.12\\S+ +cli_cgroup( +\\d+){5} +loads"));
    }

    @Test
    @NeedsMachines
    void names_the_kernel_that_it_cannot_start() {
        assertThat(Commands.runHere("check", object("cli_task"), "--kernels", "5.9")
                        .errors())
                .contains("\nError: Cannot check the object on 5.9: Cannot fetch kernel 5.9: Debian does not have it.");
    }
}
