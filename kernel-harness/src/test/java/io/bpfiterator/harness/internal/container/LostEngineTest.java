// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.support.NeedsContainers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops an engine while one of its containers runs. */
@NeedsContainers
class LostEngineTest {

    private static final Path PODMAN = Path.of("src/test/resources/io/bpfiterator/harness/internal/container/podman")
            .toAbsolutePath();

    @Test
    void ends_the_run_with_a_message(@TempDir Path directory) throws Exception {
        Process engine = new ProcessBuilder("sh", PODMAN.toString())
                .directory(Path.of("").toAbsolutePath().getParent().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String address = new BufferedReader(new InputStreamReader(engine.getInputStream())).readLine();
        RunningEnvironment running = Launches.environment("container", Launches.ENGINE, address)
                .start(Launches.of(directory, "wait"), RunContext.NONE);

        engine.getOutputStream().close();
        engine.waitFor();

        assertThat(running.ended().get(30, TimeUnit.SECONDS))
                .matches("was killed, perhaps by the OOM killer \\(exit status 137\\)|lost contact: podman .* stopped"
                        + " reporting its state: .*");
        assertThatThrownBy(running::close)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching("podman [\\d.]+ cannot remove the container [0-9a-f]{64}: the connection was lost"
                        + " \\(.*\\)\\. Remove it with podman rm --force [0-9a-f]{64}\\.");
        assertThatThrownBy(() -> Launches.environment("container", Launches.ENGINE, address)
                        .start(Launches.of(directory, "wait"), RunContext.NONE))
                .hasMessageContaining("Cannot find a container engine: ");
    }
}
