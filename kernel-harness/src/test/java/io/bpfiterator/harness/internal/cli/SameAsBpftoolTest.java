// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the same arguments with bpftool and with our command, each in a new directory of a bpffs. */
@NeedsKernel
class SameAsBpftoolTest extends Pinning {

    @ParameterizedTest
    @CsvSource(textBlock = """
            iter pin {obj}/cli_task.bpf.o it,                                     all tasks were seen
            iter pin {obj}/cli_task.bpf.o ./it,                                   all tasks were seen
            iter pin {obj}/cli_two_iterators.bpf.o it,                            one
            i p {obj}/cli_task.bpf.o it,                                          all tasks were seen
            -d -d iter pin {obj}/cli_task.bpf.o it,                               all tasks were seen
            -j iter pin {obj}/cli_task.bpf.o it,                                  all tasks were seen
            -jp iter pin {obj}/cli_task.bpf.o it,                                 all tasks were seen
            iter -p pin {obj}/cli_task.bpf.o it,                                  all tasks were seen
            iter pin {obj}/cli_task.bpf.o it -j,                                  all tasks were seen
            --js iter pin {obj}/cli_task.bpf.o it,                                all tasks were seen
            iter pin -- {obj}/cli_task.bpf.o it,                                  all tasks were seen
            """)
    void pin_an_iterator_that_outlives_them(String line, String firstLine) {
        assertThatBothPin(line, firstLine, (directory, ours) -> fixture.run(Commands.OURS, directory, ours));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            iter pin {obj}/cli_map.bpf.o {here}/it map id {id},                   7: 42
            iter pin {obj}/cli_map.bpf.o {here}/it map id {hex},                  7: 42
            iter pin {obj}/cli_map.bpf.o {here}/it map pinned {map},              7: 42
            iter pin {obj}/cli_map.bpf.o {here}/it map name cli_numbers,          7: 42
            it pi {obj}/cli_map.bpf.o {here}/it m i {id},                         7: 42
            ite pin {obj}/cli_map.bpf.o {here}/it ma p {map},                     7: 42
            iter pin {obj}/cli_map.bpf.o {here}/it map n cli_numbers,             7: 42
            --debug iter pin {obj}/cli_map.bpf.o {here}/it map id {id},           7: 42
            iter pin {obj}/cli_map.bpf.o {here}/it --json map id {id},            7: 42
            """)
    @NeedsMapIterators
    void pin_an_iterator_over_a_map(String line, String firstLine) {
        // Where the running kernel refuses it, an emulated processor would take most of the time to start a JVM.
        assertThatBothPin(line, firstLine, fixture::runHere);
    }

    private static void assertThatBothPin(String line, String firstLine, BiFunction<Path, String, Result> run) {
        Path theirs = fixture.newDirectory();
        Path ours = fixture.newDirectory();

        assertThat(fixture.run(Commands.THEIRS, theirs, line).exitStatus()).isZero();
        assertThat(run.apply(ours, line)).satisfies(result -> {
            assertThat(result.exitStatus()).as(result.errors()).isZero();
            assertThat(result.output()).isEmpty();
        });

        assertThat(PinFixture.contents(ours))
                .isEqualTo(PinFixture.contents(theirs))
                .isEqualTo(Map.of("it", firstLine + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // not a command
                "iter nonsense",
                "nonsense",
                "iter nonsense {obj}/cli_task.bpf.o {here}/it",
                "-x iter pin {obj}/cli_task.bpf.o {here}/it",
                "--nonsense iter pin {obj}/cli_task.bpf.o {here}/it",
                // too few arguments
                "iter pin",
                "iter pin {obj}/cli_task.bpf.o",
                "iter pin {obj}/cli_map.bpf.o {here}/it map",
                "iter pin {obj}/cli_map.bpf.o {here}/it map id",
                // not a map
                "iter pin {obj}/cli_map.bpf.o {here}/it map nonsense {id}",
                "iter pin {obj}/cli_map.bpf.o {here}/it map id nonsense",
                "iter pin {obj}/cli_map.bpf.o {here}/it map id 4294967294",
                "iter pin {obj}/cli_map.bpf.o {here}/it map pinned nonsense",
                "iter pin {obj}/cli_map.bpf.o {here}/it map pinned {text}",
                "iter pin {obj}/cli_map.bpf.o {here}/it map name nonsense",
                "iter pin {obj}/cli_map.bpf.o {here}/it map name longer_than_a_name_can_be",
                "iter pin {obj}/cli_map.bpf.o {here}/it map {id}",
                // not an object
                "iter pin {obj}/nonsense.bpf.o {here}/it",
                "iter pin {text} {here}/it",
                "iter pin /bin/true {here}/it",
                "iter pin {obj}/cli_no_iterator.bpf.o {here}/it",
                "iter pin {obj}/cli_refused.bpf.o {here}/it",
                // not a path to pin at
                "iter pin {obj}/cli_task.bpf.o {here}/it.er",
                "iter pin {obj}/cli_task.bpf.o {here}/nonsense/it",
                "iter pin {obj}/cli_task.bpf.o {map}",
            })
    void refuse_with_the_same_exit_status_and_pin_nothing(String line) {
        assertThatBothRefuse(line);
    }

    @Test
    @NeedsMapIterators
    void refuse_an_iterator_over_a_map_without_one() {
        assertThatBothRefuse("iter pin {obj}/cli_map.bpf.o {here}/it");
    }

    private static void assertThatBothRefuse(String line) {
        Path theirs = fixture.newDirectory();
        Path ours = fixture.newDirectory();

        Result bpftool = fixture.run(Commands.THEIRS, theirs, line);
        Result result = fixture.runHere(ours, line);

        assertThat(result.exitStatus())
                .as("%s%s", bpftool.errors(), result.errors())
                .isEqualTo(bpftool.exitStatus())
                .isNotZero();
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).matches("Error: [^\n]+(; |\\. | \\(the whole log: )[^\n]+\n(  [^\n]+\n)?");
        assertThat(PinFixture.contents(ours))
                .isEqualTo(PinFixture.contents(theirs))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-j iter pin {obj}/nonsense.bpf.o {here}/it",
                "iter -j pin {obj}/nonsense.bpf.o {here}/it",
                "iter pin {obj}/nonsense.bpf.o {here}/it -j",
                "-p iter pin {text} {here}/it",
                "-j iter pin",
                "-jp iter pin {obj}/cli_task.bpf.o {here}/it.er",
            })
    void refuse_in_json_on_standard_output(String line) {
        Result bpftool = fixture.run(Commands.THEIRS, fixture.newDirectory(), line);
        Result result = fixture.runHere(fixture.newDirectory(), line);

        assertThat(result.exitStatus()).isEqualTo(bpftool.exitStatus()).isNotZero();
        assertThat(result.errors()).isEmpty();
        assertThat(withoutMessage(result.output())).isEqualTo(withoutMessage(bpftool.output()));
    }

    private static String withoutMessage(String json) {
        return json.replaceFirst("(\"error\": ?\").+\"", "$1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "iter",
                "help",
                "h",
                "iter help",
                "iter h",
                "iter help of any kind",
                "-h",
                "--help",
                "iter --help",
                "iter pin --help",
                "version",
                "v",
                "-V",
                "--version",
                "iter pin -V",
                "-j version",
                "-p -V"
            })
    void print_usage_and_version(String line) {
        Result bpftool = fixture.run(Commands.THEIRS, fixture.newDirectory(), line);
        Result result = fixture.runHere(fixture.newDirectory(), line);

        assertThat(result.exitStatus()).isEqualTo(bpftool.exitStatus()).isZero();
        assertThat(result.output()).isNotEmpty();
        assertThat(result.errors()).isEmpty();
    }
}
