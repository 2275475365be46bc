// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Setpriv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsKernel
class PinCommandTest extends Pinning {

    private Result run(String line) {
        return fixture.runHere(fixture.newDirectory(), line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iter pin                                    | Missing required parameters: 'OBJ', 'PATH'. See: bpf-iterator iter pin --help
            iter nonsense                               | Unknown command "nonsense". See: bpf-iterator iter --help
            -x                                          | Unknown option "-x". See: bpf-iterator --help
            iter pin {obj}/cli_map.bpf.o {here}/it             | Cannot attach program cli_map (target bpf_map_elem): it walks the elements of a map, and no map is given. Add map id N, map pinned FILE or map name NAME.
            iter pin {obj}/cli_task.bpf.o {here}/it map        | Too few arguments after the path: "map". Use map id N, map pinned FILE or map name NAME.
            iter pin {obj}/cli_task.bpf.o {here}/it map idd 1  | Unknown kind of map reference: "map idd 1". Use map id N, map pinned FILE or map name NAME.
            iter pin {obj}/cli_map.bpf.o {here}/it map id 4294967294 | Cannot open map id 4294967294: the kernel has no map with this id (ENOENT). List the maps of the kernel that runs the test with: bpftool map.
            iter pin /nonsense.bpf.o {here}/it                 | Cannot read the BPF object /nonsense.bpf.o: the file does not exist. Compile the BPF program first.
            iter pin {obj}/cli_task.bpf.o {here}/it.er         | Cannot pin at {here}/it.er: bpffs does not allow a dot in a name, and "it.er" has one. Choose a name without a dot.
            iter pin {obj}/cli_task.bpf.o {map}         | Cannot pin at {map}: the file already exists. Remove it (rm {map}), or choose another path.
            """)
    @NeedsMapIterators
    void prints_the_error_with_its_cause_and_remedy(String line, String message) {
        Path here = fixture.newDirectory();
        String expected = message.replace("{map}", fixture.map().toString()).replace("{here}", here.toString());

        assertThat(fixture.runHere(here, line).errors()).isEqualTo("Error: " + expected + "\n");
    }

    @Test
    void refuses_an_empty_argument() {
        assertThat(Commands.runHere("iter", "pin", "/bin/true", "").errors())
                .isEqualTo("Error: An argument is empty. See: bpf-iterator iter pin --help\n");
    }

    @Test
    @EnabledIfIterator("cgroup")
    void refuses_an_iterator_over_cgroups_without_a_cgroup() {
        assertThat(run("iter pin {obj}/cli_cgroup.bpf.o {here}/it").errors())
                .isEqualTo(
                        "Error: Cannot attach program cli_cgroup (target cgroup): it walks cgroups, and the cgroup to"
                                + " start at is missing. Add --cgroup self, --cgroup \"path DIRECTORY\" or --cgroup"
                                + " \"id N\".\n");
    }

    @Test
    void prints_the_whole_log_if_requested() {
        String line = "iter pin {obj}/cli_refused.bpf.o {here}/it";

        assertThat(run(line).errors().lines()).hasSize(2).last().asString().startsWith("  cli_refused.bpf.c:8: ");
        assertThat(run(line + " -d").errors())
                .contains("libbpf: sec 'iter/task'", "-- BEGIN PROG LOAD LOG --", "-- END PROG LOAD LOG --")
                .containsPattern("\nError: The kernel's verifier refused program cli_refused of .*\n  .*\n$");
        assertThat(run("iter pin {obj}/cli_task.bpf.o {here}/it -d").errors())
                .contains("libbpf: prog 'cli_task': -- BEGIN PROG LOAD LOG --", "processed ");
    }

    @Test
    void shares_the_maps_that_are_pinned_by_name_as_bpftool_does() {
        List<String> inTurn = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-ec",
                "cd /sys/fs/bpf; mount -t bpf bpf .; cd .; obj=$1; shift;"
                        + " /usr/sbin/bpftool iter pin $obj /sys/fs/bpf/theirs; \"$@\" iter pin $obj /sys/fs/bpf/ours;"
                        + " cat /sys/fs/bpf/theirs /sys/fs/bpf/ours /sys/fs/bpf/theirs",
                "sh",
                PinFixture.OBJECTS.resolve("cli_shared_map.bpf.o").toString()));
        inTurn.addAll(Commands.OURS);

        assertThat(Commands.run(fixture.directory(), inTurn)).isEqualTo(new Result(0, "run 1\nrun 2\nrun 3\n", ""));
    }

    @Test
    void names_the_required_privilege() {
        List<String> unprivileged = new ArrayList<>(Setpriv.only());
        unprivileged.addAll(Commands.OURS);

        assertThat(fixture.run(unprivileged, fixture.newDirectory(), "iter pin {obj}/cli_task.bpf.o {here}/it")
                        .errors())
                .matches("Error: Cannot load .*cli_task.bpf.o: this process has neither CAP_SYS_ADMIN nor both CAP_BPF"
                        + " and"
                        + " CAP_PERFMON \\(E[A-Z]+\\). Run as root, in a privileged container, or in a"
                        + " virtual machine:"
                        + " bpf-iterator shell 6.12.\n");
    }
}
