package io.bpfiterator.harness.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that may load programs, and neither mount nor anything else: engine and test see a bpffs at the usual place. */
@NeedsKernel
class CapabilitiesTest {

    private static final Path PODMAN = Path.of("src/test/resources/io/bpfiterator/harness/container/podman")
            .toAbsolutePath();
    private static final String TASK = "target/test-classes/io/bpfiterator/harness/container_task.bpf.o";

    /** Runs in a mount namespace: the engine, then with its address the JVM, which ends before it. */
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
    void to_load_alone_are_enough_with_the_hosts_bpffs() throws Exception {
        assertThat(run("bpf")).isEqualTo("ended with exit status 0\nreads itself true\n");
    }

    @Test
    void to_load_alone_are_not_enough_without_one() throws Exception {
        assertThat(run("tmpfs"))
                .isEqualTo(
                        "No bpffs is mounted at /sys/fs/bpf, and a container with CAP_BPF and CAP_PERFMON alone can't"
                                + " mount one; mount it (mount -t bpf bpf /sys/fs/bpf), or add SYS_ADMIN to"
                                + " bpfiterator.container.privileges\n");
    }
}
