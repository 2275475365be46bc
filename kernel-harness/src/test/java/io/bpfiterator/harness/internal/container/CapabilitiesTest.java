// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsContainers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests containers that can load programs but not mount, with and without a bpffs at the usual path. */
@NeedsContainers
class CapabilitiesTest {

    private static final Path PODMAN = Path.of("src/test/resources/io/bpfiterator/harness/internal/container/podman")
            .toAbsolutePath();
    private static final String TASK = "target/test-classes/io/bpfiterator/harness/container_task.bpf.o";

    /** Runs in a mount namespace: starts the engine, and runs the JVM with its address. */
    private static final String SCRIPT = """
            mount -t $1 none /sys/fs/bpf
            shift
            directory=$1
            mkfifo "$directory/end" "$directory/address"
            (cd .. && exec sh "$2") <"$directory/end" >"$directory/address" &
            exec 3>"$directory/end"
            read -r address <"$directory/address"
            shift 2
            "$@" "$address" "BPF, PERFMON" "$directory/run" read-tasks %s
            exec 3>&-
            wait
            """.formatted(TASK);

    @TempDir
    private Path directory;

    private String run(String fileSystem) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-eu", "-c", SCRIPT, "sh"));
        command.addAll(List.of(fileSystem, directory.toString(), PODMAN.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RunInContainer.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    @Test
    void for_loading_suffice_with_the_bpffs_of_the_host() throws Exception {
        assertThat(run("bpf")).isEqualTo("ended with exit status 0\nreads itself true\n");
    }

    @Test
    void for_loading_do_not_suffice_without_a_bpffs() throws Exception {
        assertThat(run("tmpfs"))
                .isEqualTo("Cannot pin iterators in a container with CAP_BPF and CAP_PERFMON: no bpffs is mounted at"
                        + " /sys/fs/bpf, and without CAP_SYS_ADMIN the container cannot mount one. Mount it (mount -t"
                        + " bpf bpf /sys/fs/bpf), or add SYS_ADMIN to bpfiterator.container.privileges.\n");
    }
}
