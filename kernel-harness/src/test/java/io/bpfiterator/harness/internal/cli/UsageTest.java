// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Nested
    class Help {

        @ParameterizedTest
        @CsvSource({
            "help, bpf-iterator [OPTIONS]",
            "help shell, bpf-iterator shell",
            "help iter, bpf-iterator iter pin",
            "help iter pin, bpf-iterator iter pin OBJ",
            "help kernels list, bpf-iterator kernels list",
            "iter help pin, bpf-iterator iter pin OBJ",
            "-j help shell, bpf-iterator shell"
        })
        void describes_the_command_of_that_name(String line, String usage) {
            Result result = Commands.runHere(line.split(" "));

            assertThat(result.output()).startsWith("Usage: " + usage);
            assertThat(result.exitStatus()).isZero();
        }

        @Test
        void of_the_whole_lists_all_commands() {
            assertThat(Commands.runHere("help").output())
                    .contains("  iter ", "  doctor ", "  kernels ", "  shell ", "  completion ")
                    .doesNotContain(ManCommand.NAME);
        }

        @Test
        void of_an_unknown_command_fails() {
            assertThat(Commands.runHere("help", "iter", "pni"))
                    .isEqualTo(new Result(
                            255,
                            "",
                            "Error: Unknown command \"pni\". Did you mean pin? See: bpf-iterator iter --help.\n"));
        }
    }

    @Nested
    class A_wrong_argument {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                dcotor                        | Unknown command "dcotor". Did you mean doctor?          |
                nonsense                      | Unknown command "nonsense".                             |
                kernels lsit                  | Unknown command "lsit". Did you mean list?              | kernels
                iter pin a b --progam c       | Unknown option "--progam". Did you mean --program?      | iter pin
                shell --memroy=2 6.1          | Unknown option "--memroy=2". Did you mean --memory?     | shell
                version -x                    | Unknown option "-x".                                    | version
                matrix --github --gitlab host | --github, --gitlab are mutually exclusive (specify only one). | matrix
                """)
        void is_named_with_the_nearest_right_one(String line, String sentences, @Nullable String command) {
            String see = " See: bpf-iterator " + (command == null ? "" : command + " ") + "--help\n";

            assertThat(Commands.runHere(line.split(" "))).isEqualTo(new Result(255, "", "Error: " + sentences + see));
        }

        @Test
        void may_be_the_name_of_a_kernel() {
            assertThat(Commands.runHere("kernels", "fetch", "newst").errors())
                    .startsWith("Error: Unknown kernel series \"newst\".")
                    .endsWith("Did you mean newest?\n");
        }
    }

    @Nested
    class A_setting {

        @TempDir
        private Path directory;

        @ParameterizedTest
        @ValueSource(strings = {"-Dbpfiterator.cache={} kernels list -j", "kernels list -j -Dbpfiterator.cache={}"})
        void is_an_option_of_every_command(String line) {
            String arguments = line.replace("{}", directory.resolve("none").toString());

            assertThat(Commands.run(directory, Commands.OURS, arguments.split(" ")))
                    .isEqualTo(new Result(0, "[]\n", ""));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                -Dbpfiterator.cahce=x        | Unknown setting bpfiterator.cahce. Did you mean bpfiterator.cache?
                -Dbpfiterator.vm.memory=much | bpfiterator.vm.memory is "much": it must be
                -Dcache=x                    | Unknown setting cache. The names of settings start with bpfiterator..
                """)
        void is_checked(String setting, String message) {
            Result result = Commands.run(directory, Commands.OURS, "version", setting);

            assertThat(result.errors()).startsWith("Error: " + message);
            assertThat(result.exitStatus()).isEqualTo(255);
        }
    }

    @Nested
    class The_completion {

        @TempDir
        private Path directory;

        @ParameterizedTest
        @ValueSource(strings = {"bash", "zsh"})
        void is_a_script_that_knows_the_commands_and_options(String shell) throws Exception {
            Path script = directory.resolve("completion");
            Files.writeString(script, Commands.runHere("completion", shell).output());

            assertThat(Commands.succeed(
                            directory,
                            "bash",
                            "-c",
                            ". " + script + "; COMP_WORDS=(bpf-iterator iter pin a b --pro); COMP_CWORD=5;"
                                    + " _complete_bpf-iterator; echo \"${COMPREPLY[@]}\""))
                    .isEqualTo("--program\n");
        }
    }

    @Nested
    class The_manual {

        @TempDir
        private Path directory;

        @Test
        void has_a_page_for_each_command() throws Exception {
            assertThat(Commands.runHere("man-pages", directory.toString())).isEqualTo(new Result(0, "", ""));

            assertThat(pages())
                    .contains(
                            "bpf-iterator.1", "bpf-iterator-iter.1", "bpf-iterator-iter-pin.1", "bpf-iterator-shell.1");
            assertThat(Files.readString(directory.resolve("bpf-iterator-iter-pin.1")))
                    .contains(
                            ".TH BPF\\-ITERATOR\\-ITER\\-PIN 1",
                            "\nbpf\\-iterator iter pin OBJ PATH [OPTIONS] [map MAP]\n",
                            ".B \\-\\-program NAME\n",
                            ".B \\-j, \\-\\-json\n")
                    .doesNotContain("${");
        }

        private List<String> pages() throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
    }
}
