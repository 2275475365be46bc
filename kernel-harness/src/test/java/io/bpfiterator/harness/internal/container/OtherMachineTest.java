// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.support.NeedsContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An engine whose socket is here, and which has another kernel or other files. */
class OtherMachineTest {

    private static final Path SOCKET = Path.of("/run/bpf-iterator-x/agent.sock");

    @Nested
    class By_its_kernel {

        @Test
        void is_recognized_and_explained() {
            assertThat(OtherMachine.byKernel("Docker 28.5", "6.10.14-linuxkit", "6.12.1")
                            .orElseThrow()
                            .message())
                    .startsWith(
                            "Docker 28.5 cannot run tests on this kernel: it runs on Linux 6.10.14-linuxkit, and the"
                                    + " tests run on Linux 6.12.1, so it is on another machine or in a virtual machine,"
                                    + " as Docker Desktop is. Use an engine that runs where the tests run");
        }

        @Test
        void is_not_suspected_if_the_kernel_is_the_same_or_unknown() {
            assertThat(OtherMachine.byKernel("Docker 28.5", "6.12.1", "6.12.1")).isEmpty();
            assertThat(OtherMachine.byKernel("Docker 28.5", "<unknown>", "6.12.1"))
                    .isEmpty();
            assertThat(OtherMachine.byKernel("Docker 28.5", "", "6.12.1")).isEmpty();
        }
    }

    @Nested
    class By_its_files {

        @Test
        void is_recognized_and_explained() {
            String docker = "invalid mount config for type \"bind\": bind source path does not exist: " + SOCKET;

            assertThat(OtherMachine.byFiles("Docker 28.5", docker, SOCKET)
                            .orElseThrow()
                            .message())
                    .startsWith("Docker 28.5 does not see the files of this machine: it has no file " + SOCKET
                            + ", so it is on another machine, or outside of the container in which this build runs."
                            + " Use an engine");
        }

        @Test
        void is_not_suspected_after_another_error() {
            assertThat(OtherMachine.byFiles("Docker 28.5", "no such file or directory: /usr/bin/java", SOCKET))
                    .isEmpty();
        }

        /** The path of the run's directory goes through a link that each process sees differently. */
        @Test
        @NeedsContainers
        void is_recognized_by_podman_before_the_start() throws Exception {
            Path seenOnlyHere = Path.of("/proc/self/cwd/target/seen-only-by-this-process");
            Files.createDirectories(seenOnlyHere);
            Path socket = Files.writeString(seenOnlyHere.resolve("agent.sock"), "");
            try {
                assertThatExceptionOfType(EnvironmentException.class)
                        .isThrownBy(() -> start(seenOnlyHere))
                        .withMessageContaining(" does not see the files of this machine: it has no file " + socket);
            } finally {
                Files.delete(socket);
                Files.delete(seenOnlyHere);
            }
        }

        private static void start(Path directory) throws IOException {
            Launches.on(TestEngine.PODMAN)
                    .start(Launches.of(directory, "print-pid"), RunContext.NONE)
                    .close();
        }
    }
}
