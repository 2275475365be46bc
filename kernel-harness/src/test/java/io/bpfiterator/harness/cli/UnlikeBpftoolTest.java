package io.bpfiterator.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where ours does otherwise, for a reason. */
@NeedsKernel
class UnlikeBpftoolTest {

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

    private static Result theirs(String line) {
        return bench.run(Commands.THEIRS, bench.newDirectory(), line);
    }

    private static void refuses(String line, String sentence) {
        Path ours = bench.newDirectory();
        Result result = bench.run(Commands.OURS, ours, line);

        assertThat(result.errors()).isEqualTo("Error: " + sentence + "\n");
        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isEqualTo(255);
        assertThat(Bench.contents(ours)).isEmpty();
    }

    @Test
    void bpftool_mounts_over_a_directory_that_is_no_bpffs_and_ours_refuses(@TempDir Path directory) throws Exception {
        Path kept = Files.writeString(directory.resolve("kept"), "here");
        String line = "iter pin {obj}/cli_task.bpf.o " + directory.resolve("it");
        Result hidden = bench.run(
                List.of("unshare", "--mount", "sh", "-c", Commands.BPFTOOL + " \"$@\" && cat " + kept, "sh"),
                bench.newDirectory(),
                line);
        assertThat(hidden.errors()).contains("kept: No such file or directory");

        refuses(
                line,
                "Cannot pin at " + directory.resolve("it") + ": " + directory
                        + " is not in a bpffs. Choose a path in a bpffs (mount -t bpf bpf /sys/fs/bpf).");
        assertThat(directory.toFile().list()).containsExactly("kept");
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
    }

    @Test
    void bpftool_takes_a_map_for_a_target_that_walks_none_and_ours_refuses() {
        String line = "iter pin {obj}/cli_task.bpf.o it map id {id}";
        assertThat(theirs(line).exitStatus()).isZero();

        refuses(
                line,
                "Program cli_task (target task) walks no map and was given map cli_numbers (hash, id " + bench.mapId()
                        + "); leave the map out");
    }

    @Test
    @NeedsMapIterators
    void bpftool_passes_over_words_that_it_does_not_know_and_ours_refuses() {
        String line = "iter pin {obj}/cli_task.bpf.o it mpa id 1";
        assertThat(theirs(line).exitStatus()).isZero();
        refuses(
                line,
                "\"mpa id 1\" after the path is no map; leave it out, or write: map id N, map pinned FILE or map name NAME");

        refuses(
                "iter pin {obj}/cli_map.bpf.o it it",
                "\"it\" after the path is no map; leave it out, or write: map id N, map pinned FILE or map name NAME");

        String more = "iter pin {obj}/cli_map.bpf.o it map id {id} map";
        assertThat(theirs(more).exitStatus()).isZero();
        refuses(
                more,
                "\"map id " + bench.mapId()
                        + " map\" has too many words; write: map id N, map pinned FILE or map name NAME");
    }

    @Test
    void bpftool_tries_the_first_program_and_ours_the_first_iterator() {
        String line = "iter pin {obj}/cli_several.bpf.o it";
        assertThat(theirs(line).exitStatus()).isEqualTo(ExitStatus.ofErrno(22));

        Path ours = bench.newDirectory();
        assertThat(bench.run(Commands.OURS, ours, line).exitStatus()).isZero();
        assertThat(Bench.contents(ours)).isEqualTo(Map.of("it", "the first\n"));
    }

    @Test
    void ours_pins_another_program_by_its_name() {
        Path ours = bench.newDirectory();
        String line = "iter pin {obj}/cli_several.bpf.o it --program ";

        assertThat(bench.run(Commands.OURS, ours, line + "cli_second").exitStatus())
                .isZero();
        assertThat(Bench.contents(ours)).isEqualTo(Map.of("it", "the second\n"));

        Result none = bench.run(Commands.OURS, bench.newDirectory(), line + "cli_third");
        assertThat(none.exitStatus()).isEqualTo(ExitStatus.ofErrno(22));
        assertThat(none.errors())
                .isEqualTo("Error: " + Bench.OBJECTS.resolve("cli_several.bpf.o")
                        + " has no program cli_third. Choose one of its iterators: cli_first, cli_second.\n");
    }
}
