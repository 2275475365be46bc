package io.bpfiterator.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.harness.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsKernel
class PinCommandTest {

    @TempDir
    static Path temporary;

    private static Bench bench;

    @BeforeAll
    static void make() throws Exception {
        bench = new Bench(temporary);
    }

    @AfterAll
    static void nothing_is_left() {
        bench.close();
    }

    private Result run(String line) {
        return bench.runHere(bench.newDirectory(), line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iter pin                                    | Missing required parameters: 'OBJ', 'PATH'; see: bpf-iterator iter pin --help
            iter nonsense                               | Unmatched argument at index 1: 'nonsense'; see: bpf-iterator iter --help
            -x                                          | Unknown option: '-x'; see: bpf-iterator --help
            iter pin {obj}/cli_map.bpf.o {here}/it             | Program cli_map (target bpf_map_elem) walks the elements of a map and was given none; add: map id N, map pinned FILE or map name NAME
            iter pin {obj}/cli_task.bpf.o {here}/it map        | "map" has too few words; write: map id N, map pinned FILE or map name NAME
            iter pin {obj}/cli_task.bpf.o {here}/it map idd 1  | "map idd 1" names no map; write: map id N, map pinned FILE or map name NAME
            iter pin {obj}/cli_map.bpf.o {here}/it map id 4294967294 | Cannot open map id 4294967294: the kernel has no map with this id (ENOENT). List the maps with: bpftool map.
            iter pin /nonsense.bpf.o {here}/it                 | Cannot read the BPF object /nonsense.bpf.o: the file does not exist. Compile the BPF program first.
            iter pin {obj}/cli_task.bpf.o {here}/it.er         | Cannot pin at {here}/it.er: bpffs does not allow a dot in a name, and "it.er" has one. Choose a name without a dot.
            iter pin {obj}/cli_task.bpf.o {map}         | Cannot pin at {map}: the file already exists. Remove it (rm {map}), or choose another path.
            """)
    @NeedsMapIterators
    void says_in_one_sentence_what_is_wrong_and_what_to_do(String line, String sentence) {
        Path here = bench.newDirectory();
        String expected = sentence.replace("{map}", bench.map().toString()).replace("{here}", here.toString());

        assertThat(bench.runHere(here, line).errors()).isEqualTo("Error: " + expected + "\n");
    }

    @Test
    void takes_no_empty_argument() {
        assertThat(Commands.runHere("iter", "pin", "/bin/true", "").errors())
                .isEqualTo("Error: An argument is empty; see: bpf-iterator iter pin --help\n");
    }

    @Test
    @EnabledIfIterator("cgroup")
    void has_no_words_for_cgroups() {
        assertThat(run("iter pin {obj}/cli_cgroup.bpf.o {here}/it").errors())
                .isEqualTo(
                        "Error: Program cli_cgroup (target cgroup) walks cgroups, and iter pin can't say which; read it"
                                + " in a test, with @BpfIterator(cgroup = \"…\")\n");
    }

    @Test
    void prints_the_whole_log_where_that_is_asked_for() {
        String line = "iter pin {obj}/cli_refused.bpf.o {here}/it";

        assertThat(run(line).errors().lines()).hasSize(1);
        assertThat(run(line + " -d").errors())
                .contains("libbpf: sec 'iter/task'", "-- BEGIN PROG LOAD LOG --", "-- END PROG LOAD LOG --")
                .containsPattern("\nError: The kernel's verifier refused program cli_refused of .*\n$");
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
                "cd /sys/fs/bpf; mount -t bpf bpf .; cd .; obj=$1; shift; /usr/sbin/bpftool iter pin $obj /sys/fs/bpf/theirs;"
                        + " \"$@\" iter pin $obj /sys/fs/bpf/ours; cat /sys/fs/bpf/theirs /sys/fs/bpf/ours /sys/fs/bpf/theirs",
                "sh",
                Bench.OBJECTS.resolve("cli_shared_map.bpf.o").toString()));
        inTurn.addAll(Commands.OURS);

        assertThat(Commands.run(bench.directory(), inTurn)).isEqualTo(new Result(0, "run 1\nrun 2\nrun 3\n", ""));
    }

    @Test
    void says_without_privilege_what_it_takes() {
        List<String> unprivileged = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        unprivileged.addAll(Commands.OURS);

        assertThat(bench.run(unprivileged, bench.newDirectory(), "iter pin {obj}/cli_task.bpf.o {here}/it")
                        .errors())
                .matches("Error: Cannot load .*cli_task.bpf.o: this process has neither CAP_SYS_ADMIN nor both CAP_BPF"
                        + " and"
                        + " CAP_PERFMON \\(E[A-Z]+\\). Run as root, in a privileged container, or in a"
                        + " virtual machine:"
                        + " bpfiterator.environments = vm:6.12.\n");
    }
}
