// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Setpriv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsKernel
class ListCommandTest extends Pinning {

    private static List<String> listed(Path directory) {
        return Commands.runHere("iter", "list")
                .output()
                .lines()
                .filter(line -> line.startsWith(directory + "/"))
                .map(line -> line.substring(directory.toString().length() + 1))
                .map(line -> line.replaceAll(" +[0-9]+  ", " N ").replaceAll(" +", " "))
                .toList();
    }

    @Test
    void shows_each_pinned_iterator_with_its_target_and_program_but_no_map() {
        Path here = fixture.newDirectory();
        fixture.runHere(here, "iter pin {obj}/cli_task.bpf.o {here}/b");
        fixture.runHere(here, "iter pin {obj}/cli_task.bpf.o {here}/a");

        assertThat(listed(here)).containsExactly("a N task cli_task", "b N task cli_task");
        assertThat(Commands.runHere("iter", "list").output())
                .startsWith("PATH ")
                .doesNotContain(fixture.map().toString());
    }

    @Test
    @EnabledIfIterator("cgroup")
    void shows_what_an_iterator_is_limited_to() {
        Path here = fixture.newDirectory();
        fixture.runHere(here, "iter pin {obj}/cli_cgroup.bpf.o {here}/of_cgroup --cgroup self");
        Commands.runHere(
                "iter",
                "pin",
                PinFixture.OBJECTS.resolve("cli_task.bpf.o").toString(),
                here.resolve("of_task").toString(),
                "--task",
                "pid 1");

        assertThat(listed(here))
                .satisfiesExactly(
                        cgroup -> assertThat(cgroup)
                                .matches("of_cgroup N cgroup cli_cgroup cgroup id \\d+ descendants_pre"),
                        task -> assertThat(task).isEqualTo("of_task N task cli_task pid 1"));
        assertThat(Commands.runHere("-j", "iter", "list").output())
                .contains("\"path\":\"" + here.resolve("of_task") + "\"", "\"target\":\"task\"", "\"pid\":1");
    }

    @Test
    @NeedsMapIterators
    void shows_the_map_that_an_iterator_walks() {
        Path here = fixture.newDirectory();
        fixture.runHere(here, "iter pin {obj}/cli_map.bpf.o {here}/dump map id {id}");

        assertThat(listed(here)).containsExactly("dump N bpf_map_elem cli_map map id " + fixture.mapId());
    }

    @Test
    void names_the_required_privilege() {
        List<String> unprivileged = new ArrayList<>(Setpriv.only());
        unprivileged.addAll(Commands.OURS);
        fixture.runHere(fixture.newDirectory(), "iter pin {obj}/cli_task.bpf.o {here}/it");

        assertThat(fixture.run(unprivileged, fixture.directory(), "iter list").errors())
                .matches("Error: Cannot open (what is pinned at|program id) .*: .*\\(E[A-Z]+\\)\\. Run as root\\.\n");
    }
}
