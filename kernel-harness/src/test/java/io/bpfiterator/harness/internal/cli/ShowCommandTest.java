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
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowCommandTest {

    private static final String KERNEL = System.getProperty("os.version");

    private static Result show(String object, String... options) {
        String path = PinFixture.OBJECTS.resolve(object + ".bpf.o").toString();
        String[] arguments =
                Stream.concat(Stream.of("show", path), Stream.of(options)).toArray(String[]::new);
        return Commands.runHere(arguments);
    }

    @Test
    void lists_the_programs_with_the_linux_that_has_their_target() {
        assertThat(show("cli_cgroup").output()).startsWith("""
                        PROGRAM     SECTION      TARGET  SINCE
                        cli_cgroup  iter/cgroup  cgroup  Linux 6.1

                        """);
    }

    @Test
    void lists_maps_and_global_variables() {
        assertThat(show("cli_shared_map").output())
                .contains("\n\nMAP ", "TYPE ", "ENTRIES\n")
                .containsPattern("\ncli_runs +array +1\n");
    }

    @Test
    void prints_json() {
        assertThat(show("cli_task", "-j").output())
                .startsWith("{\"programs\":[{\"name\":\"cli_task\",\"section\":\"iter/task\",\"target\":\"task\"}],"
                        + "\"maps\":[],\"globals\":[],\"relocations\":[{");
    }

    @Nested
    class What_an_object_uses_through_co_re {

        @Test
        @NeedsKernel
        void is_listed_with_whether_the_running_kernel_has_it() {
            Result result = show("cli_core");

            assertThat(result.exitStatus()).isZero();
            assertThat(result.errors()).isEmpty();
            assertThat(result.output()).endsWith(("""
                    CO-RE                              KIND          Linux %1$s
                    struct bpf_iter__task.task         byte_off      yes
                    struct task_struct.pid             byte_off      yes
                    struct task_struct___old.antennas  byte_off      missing
                    struct task_struct___old.antennas  field_exists  no

                    struct task_struct has no member antennas on Linux %1$s
                    """).formatted(KERNEL));
        }

        @Test
        @NeedsKernel
        void has_the_same_words_in_json() {
            JsonObject object =
                    JsonParser.parseString(show("cli_core", "-j").output()).getAsJsonObject();

            assertThat(object.get("relocations")).isEqualTo(JsonParser.parseString("""
                    [
                      {"name": "struct bpf_iter__task.task", "kind": "byte_off", "required": true,
                       "kernels": [{"kernel": "%1$s", "has": true, "reason": ""}]},
                      {"name": "struct task_struct.pid", "kind": "byte_off", "required": true,
                       "kernels": [{"kernel": "%1$s", "has": true, "reason": ""}]},
                      {"name": "struct task_struct___old.antennas", "kind": "byte_off", "required": true,
                       "kernels": [{"kernel": "%1$s", "has": false,
                                    "reason": "struct task_struct has no member antennas on Linux %1$s"}]},
                      {"name": "struct task_struct___old.antennas", "kind": "field_exists", "required": false,
                       "kernels": [{"kernel": "%1$s", "has": false, "reason": ""}]}
                    ]
                    """.formatted(KERNEL)));
        }

        @Test
        @NeedsMachines
        void is_compared_with_kernels_that_do_not_run() {
            Result result = show("cli_cgroup", "--kernels", "5.10,6.12");

            assertThat(result.exitStatus()).isZero();
            assertThat(result.output())
                    .containsPattern("\nCO-RE +KIND +Linux 5\\.10\\.\\S+  Linux 6\\.12\\.\\S+\n")
                    .containsPattern("\nstruct bpf_iter__cgroup.cgroup +byte_off +missing +yes\n")
                    .containsPattern("\nstruct bpf_iter_meta.seq +byte_off +yes +yes\n")
                    .containsPattern("\n\nLinux 5\\.10\\.\\S+ has no struct bpf_iter__cgroup outside of modules\n$");
        }

        @ParameterizedTest
        @ValueSource(strings = {"cli_task", "cli_no_iterator"})
        void cannot_be_compared_with_a_kernel_that_nobody_knows(String object) {
            assertThat(show(object, "--kernels", "martian").errors()).startsWith("Error: Unknown kernel \"martian\".");
        }
    }

    @Test
    void says_how_to_compile_a_source(@TempDir Path directory) throws Exception {
        Path source = Files.createFile(directory.resolve("task.bpf.c"));

        assertThat(Commands.runHere("show", source.toString()).errors())
                .isEqualTo("Error: " + source + " is a C source, not an object. Compile it first: bpf-iterator compile "
                        + source + " --output task.bpf.o.\n");
    }

    @Test
    void says_what_is_wrong_with_a_file_that_is_not_an_object() {
        assertThat(Commands.runHere("show", "/proc/version").errors())
                .startsWith("Error: ")
                .contains("/proc/version");
    }
}
