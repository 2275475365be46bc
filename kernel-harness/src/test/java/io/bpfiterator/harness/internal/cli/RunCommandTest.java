// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsKernel
class RunCommandTest extends Pinning {

    private Result run(String line) {
        return fixture.runHere(fixture.newDirectory(), line);
    }

    @Test
    void prints_the_output_and_leaves_no_pin() {
        Path here = fixture.newDirectory();

        assertThat(fixture.runHere(here, "iter run {obj}/cli_task.bpf.o"))
                .isEqualTo(new Result(0, "all tasks were seen\n", ""));
        assertThat(here).isEmptyDirectory();
    }

    @Test
    void prints_the_output_as_json() {
        assertThat(run("-j iter run {obj}/cli_task.bpf.o").output())
                .isEqualTo("{\"output\":\"all tasks were seen\\n\"}\n");
    }

    @Nested
    class With_coverage {

        @AfterEach
        void measureNoMore() {
            System.clearProperty(ExtensionSettings.COVERAGE.key());
        }

        @Test
        void prints_the_lines_that_were_hit_and_missed() {
            Result result = run("iter run {obj}/cli_task.bpf.o --coverage");

            assertThat(result.output()).isEqualTo("all tasks were seen\n");
            assertThat(result.errors().lines().toList())
                    .hasSize(3)
                    .satisfies(
                            line -> assertThat(line)
                                    .matches(".*/cli_task\\.bpf\\.c: lines 100.0 % \\(\\d of \\d\\), functions 100.0 %"
                                            + " \\(1 of 1\\), branches 100.0 % \\(2 of 2\\)"),
                            atIndex(0))
                    .contains("    hit: 8-10", "    missed: none");
        }

        @Test
        void prints_it_as_json() {
            assertThat(run("-j iter run {obj}/cli_task.bpf.o --coverage").output())
                    .startsWith("{\"output\":\"all tasks were seen\\n\",\"coverage\":{\"sources\":[{\"file\":\"")
                    .contains("\"missed\":[]")
                    .endsWith("\"notMeasured\":[]}}\n");
        }
    }

    @Test
    void chooses_a_program() {
        assertThat(run("iter run {obj}/cli_two_iterators.bpf.o --program cli_two"))
                .isNotEqualTo(run("iter run {obj}/cli_two_iterators.bpf.o --program cli_one"));
    }

    @Test
    @NeedsMapIterators
    void walks_a_map() {
        assertThat(run("iter run {obj}/cli_map.bpf.o map id {id}").output()).isEqualTo("7: 42\n");
    }

    @Test
    @EnabledIfIterator("cgroup")
    void walks_cgroups_from_one_in_an_order() {
        String all = run("iter run {obj}/cli_cgroup.bpf.o --cgroup self").output();
        String one = run("iter run {obj}/cli_cgroup.bpf.o --cgroup self --order self_only")
                .output();

        assertThat(one.lines().count())
                .isPositive()
                .isLessThanOrEqualTo(all.lines().count());
        assertThat(all).contains(one);
    }

    @Test
    void stops_when_its_output_is_no_longer_read() {
        String command = String.join(" ", Commands.OURS) + " iter run " + PinFixture.OBJECTS.resolve("pids.bpf.o");

        assertThat(Commands.run(fixture.directory(), List.of("sh", "-c", command + " | head -n 1")))
                .satisfies(result -> {
                    assertThat(result.errors()).isEmpty();
                    assertThat(result.output().lines()).hasSize(1);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iter run                                     | \
            Missing required parameter: 'OBJ'. See: bpf-iterator iter run --help
            iter run /nonsense.bpf.o                     | \
            Cannot read the BPF object /nonsense.bpf.o: the file does not exist. \
            Compile the BPF program first.
            iter run {obj}/cli_task.bpf.o map id {id}    | Cannot attach program cli_task (target task): \
            it does not walk a map, and map cli_numbers (hash, id {id}) is given. \
            Leave the map out.
            iter run {obj}/cli_task.bpf.o --task pid     | "pid" does not name a task. \
            Write "pid N", "pid self", "tid N" or "tid self".
            iter run {obj}/cli_task.bpf.o --cgroup self --task self | \
            Cannot attach program cli_task (target task): a program walks only one of a map, cgroups and tasks. \
            Give only one of map MAP, --cgroup and --task.
            iter run {obj}/cli_task.bpf.o --order nonsense | Invalid value for option '--order': \
            expected one of [SELF_ONLY, DESCENDANTS_PRE, DESCENDANTS_POST, \
            ANCESTORS_UP, CHILDREN] (case-insensitive) but was 'nonsense'. See: bpf-iterator iter run --help
            """)
    void prints_the_error_with_its_cause_and_remedy(String line, String message) {
        String expected = message.replace("{id}", Integer.toString(fixture.mapId()));

        assertThat(run(line).errors()).isEqualTo("Error: " + expected + "\n");
    }
}
