// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests where our command intentionally differs from bpftool. */
@NeedsKernel
class UnlikeBpftoolTest extends Pinning {

    private static Result theirs(String line) {
        return fixture.run(Commands.THEIRS, fixture.newDirectory(), line);
    }

    private static void assertRefused(String line, String message) {
        Path ours = fixture.newDirectory();
        Result result = fixture.runHere(ours, line);

        assertThat(result.errors()).isEqualTo("Error: " + message + "\n");
        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isEqualTo(255);
        assertThat(PinFixture.contents(ours)).isEmpty();
    }

    @Test
    void bpftool_mounts_over_a_directory_that_is_not_a_bpffs_and_ours_refuses(@TempDir Path directory)
            throws Exception {
        Path kept = Files.writeString(directory.resolve("kept"), "here");
        String line = "iter pin {obj}/cli_task.bpf.o " + directory.resolve("it");
        Result hidden = fixture.run(
                List.of("unshare", "--mount", "sh", "-c", Commands.BPFTOOL + " \"$@\" && cat " + kept, "sh"),
                fixture.newDirectory(),
                line);
        assertThat(hidden.errors()).contains("kept: No such file or directory");

        assertRefused(
                line,
                "Cannot pin at " + directory.resolve("it") + ": " + directory
                        + " is not in a bpffs. Choose a path in a bpffs (mount -t bpf bpf /sys/fs/bpf).");
        assertThat(directory.toFile().list()).containsExactly("kept");
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
    }

    @Test
    void bpftool_accepts_a_map_for_a_target_that_does_not_walk_one_and_ours_refuses() {
        String line = "iter pin {obj}/cli_task.bpf.o {here}/it map id {id}";
        assertThat(theirs(line).exitStatus()).isZero();

        assertRefused(
                line,
                "Cannot attach program cli_task (target task): it does not walk a map, and map cli_numbers (hash, id "
                        + fixture.mapId() + ") is given. Leave the map out.");
    }

    @Test
    void bpftool_ignores_unknown_arguments_and_ours_refuses() {
        String line = "iter pin {obj}/cli_task.bpf.o {here}/it mpa id 1";
        assertThat(theirs(line).exitStatus()).isZero();
        assertRefused(
                line,
                "Unexpected argument after the path: \"mpa id 1\". Leave it out, or use map id N, map pinned FILE or"
                        + " map name NAME.");

        assertRefused(
                "iter pin {obj}/cli_map.bpf.o {here}/it it",
                "Unexpected argument after the path: \"it\". Leave it out, or use map id N, map pinned FILE or map name"
                        + " NAME.");
    }

    @Test
    @NeedsMapIterators
    void bpftool_ignores_arguments_after_the_map_and_ours_refuses() {
        String more = "iter pin {obj}/cli_map.bpf.o {here}/it map id {id} map";
        assertThat(theirs(more).exitStatus()).isZero();
        assertRefused(
                more,
                "Too many arguments after the path: \"map id " + fixture.mapId()
                        + " map\". Use map id N, map pinned FILE or map name NAME.");
    }

    @Test
    void bpftool_tries_the_first_program_and_ours_the_first_iterator() {
        String line = "iter pin {obj}/cli_several.bpf.o {here}/it";
        assertThat(theirs(line).exitStatus()).isEqualTo(ExitStatus.ofErrno(22));

        Path ours = fixture.newDirectory();
        assertThat(fixture.run(Commands.OURS, ours, line).exitStatus()).isZero();
        assertThat(PinFixture.contents(ours)).isEqualTo(Map.of("it", "the first\n"));
    }

    @Test
    void ours_pins_another_program_by_its_name() {
        Path ours = fixture.newDirectory();
        String line = "iter pin {obj}/cli_several.bpf.o {here}/it --program ";

        assertThat(fixture.run(Commands.OURS, ours, line + "cli_second").exitStatus())
                .isZero();
        assertThat(PinFixture.contents(ours)).isEqualTo(Map.of("it", "the second\n"));

        Result none = fixture.run(Commands.OURS, fixture.newDirectory(), line + "cli_third");
        assertThat(none.exitStatus()).isEqualTo(ExitStatus.ofErrno(22));
        assertThat(none.errors())
                .isEqualTo("Error: " + PinFixture.OBJECTS.resolve("cli_several.bpf.o")
                        + " has no program cli_third. Choose one of its iterators: cli_first, cli_second.\n");
    }
}
