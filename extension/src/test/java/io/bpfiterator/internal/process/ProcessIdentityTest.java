// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

    private final ProcessIdentity current = ProcessIdentity.current();

    @Test
    void is_parsed_from_its_text() {
        assertThat(ProcessIdentity.parse(current.text())).contains(current);
        assertThat(current.text()).matches("[0-9a-z-]+").hasSizeLessThanOrEqualTo(34);
    }

    @Test
    void has_the_start_time_that_the_kernel_counts_in_ticks_since_boot() throws Exception {
        String[] fields = Files.readString(Path.of("/proc/self/stat")).split(" ");

        assertThat(current.startTime()).isEqualTo(Long.parseLong(fields[21]));
        assertThat(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).replace("-", ""))
                .startsWith(current.boot());
    }

    @Test
    void of_a_running_process_has_not_ended() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid());
        assertThat(identity.isVisible()).isTrue();
        assertThat(identity.hasEnded()).isFalse();

        process.destroyForcibly().waitFor();

        assertThat(identity.hasEnded()).isTrue();
    }

    @Test
    void has_ended_even_if_its_parent_does_not_collect_its_exit_status() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 1000").start();
        try (BufferedReader output = parent.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            ProcessIdentity child = ProcessIdentity.of(pid);

            for (int waited = 0; waited < 100 && !child.hasEnded(); waited++) {
                Thread.sleep(20);
            }

            assertThat(child.hasEnded()).isTrue();
            assertThat(Path.of("/proc", Long.toString(pid))).exists();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void has_ended_if_another_process_has_its_pid() {
        assertThat(new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1)
                        .hasEnded())
                .isTrue();
    }

    @Test
    void of_another_pid_namespace_is_not_known_to_have_ended() {
        ProcessIdentity other = new ProcessIdentity(current.boot(), current.pidNamespace() + 1, 1, 1);

        assertThat(other.isOfThisBoot()).isTrue();
        assertThat(other.isVisible()).isFalse();
        assertThat(other.hasEnded()).isFalse();
    }

    @Test
    void of_another_boot_is_not_known_to_have_ended() {
        ProcessIdentity other = new ProcessIdentity("000000000000", current.pidNamespace(), 1, 1);

        assertThat(other.isOfThisBoot()).isFalse();
        assertThat(other.isVisible()).isFalse();
        assertThat(other.hasEnded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-2-3-4",
                "0123456789ab-1-1",
                "0123456789ab-1-1-1-1",
                "0123456789AB-1-1-1",
                "0123456789ab-1--1-1",
                "0123456789ab-1-1-9999999999999"
            })
    void is_not_parsed_from_any_other_text(String text) {
        assertThat(ProcessIdentity.parse(text)).isEmpty();
    }
}
