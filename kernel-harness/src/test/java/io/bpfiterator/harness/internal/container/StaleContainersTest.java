// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static io.bpfiterator.harness.internal.container.Launches.on;
import static io.bpfiterator.harness.internal.container.Launches.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsContainers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.bpfiterator.harness.internal.container.TestEngine#here")
@NeedsContainers
class StaleContainersTest {

    @Parameter
    private TestEngine engine;

    @TempDir
    private Path directory;

    private Process start() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WaitInContainer.class.getName(),
                        engine.name(),
                        engine.address(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine())
                .contains("the host's userland");
        assertThat(engine.containers()).hasSize(1);
        return process;
    }

    @Test
    void of_a_killed_run_are_removed_by_the_next() throws Exception {
        start().destroyForcibly().waitFor();
        assertThat(engine.containers()).hasSize(1);

        run(on(engine), Launches.of(directory, "exit", "0"));

        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void are_not_left_by_a_jvm_that_exits() throws Exception {
        Process process = start();
        process.getOutputStream().close();
        process.waitFor();

        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void are_not_the_containers_of_a_running_jvm() throws Exception {
        Process other = start();
        try {
            run(on(engine), Launches.of(directory, "exit", "0"));

            assertThat(engine.containers()).hasSize(1);
        } finally {
            other.destroy();
            other.waitFor();
        }
        assertThat(engine.containers()).isEmpty();
    }
}
