package io.bpfiterator.harness.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.RunningEnvironment;
import io.bpfiterator.support.NeedsContainers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is stopped while a container of its runs. */
@NeedsContainers
class LostEngineTest {

    private static final Path PODMAN = Path.of("src/test/resources/io/bpfiterator/harness/container/podman")
            .toAbsolutePath();

    @Test
    void ends_the_run_and_is_told(@TempDir Path directory) throws Exception {
        Process engine = new ProcessBuilder("sh", PODMAN.toString())
                .directory(Path.of("").toAbsolutePath().getParent().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String address = new BufferedReader(new InputStreamReader(engine.getInputStream())).readLine();
        RunningEnvironment running =
                Launches.environment("container", Launches.ENGINE, address).start(Launches.of(directory, "wait"));

        engine.getOutputStream().close();
        engine.waitFor();

        assertThat(running.ended().get(30, TimeUnit.SECONDS))
                .matches(
                        "was killed, perhaps for want of memory \\(exit status 137\\)|is out of sight, since podman .*");
        assertThatThrownBy(running::close)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "podman [\\d.]+ can't remove the container [0-9a-f]{64}: the connection to it is lost"
                                + " \\(.*\\); remove it: podman rm --force [0-9a-f]{64}");
        assertThatThrownBy(() -> Launches.environment("container", Launches.ENGINE, address)
                        .start(Launches.of(directory, "wait")))
                .hasMessageContaining("No container engine answers (");
    }
}
