// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diagnoses of failures that cannot be provoked reliably in a real guest; {@code VmEnvironmentTest} has the others. */
class GuestExitDiagnosisTest {

    private static final String STARTED =
            "\u001b[2J\u001bcbpf-iterator: init at 1.23\r\nbpf-iterator: agent at 1.50\r\nfrom the JVM\r\n";

    @TempDir
    Path directory;

    @Test
    void a_panic_while_the_agent_runs() throws Exception {
        String panic = "[    9.1] Kernel panic - not syncing: sysrq triggered crash\r\n";

        assertThat(diagnosis(STARTED + panic).message(0, ""))
                .isEqualTo("was lost: the kernel panicked: sysrq triggered crash");
    }

    @Test
    void a_panic_when_memory_runs_out() throws Exception {
        String panic = "[    0.9] Kernel panic - not syncing: System is deadlocked on memory\r\n";

        assertThat(diagnosis(panic).message(0, ""))
                .isEqualTo("never started: the kernel panicked: System is deadlocked on memory. The guest has 64 MB."
                        + " Raise bpfiterator.vm.memory");
    }

    @Test
    void a_qemu_that_crashes() throws Exception {
        assertThat(diagnosis(STARTED).message(134, "warning: x\nqemu: Assertion failed"))
                .isEqualTo("was lost: QEMU was killed by signal 6: qemu: Assertion failed");
    }

    @Test
    void a_kill_that_is_not_the_oom_killers() throws Exception {
        assertThat(diagnosis(STARTED + "bpf-iterator: exit status 137\r\n").message(0, ""))
                .isEqualTo("ended with exit status 137");
    }

    @Test
    void a_reset() throws Exception {
        assertThat(diagnosis("").message(0, "")).isEqualTo("never started: the guest was reset and printed no reason");
    }

    @Test
    void an_init_that_hangs() throws Exception {
        assertThat(diagnosis("bpf-iterator: init at 1.23\r\n").timeoutMessage(Duration.ofSeconds(9)))
                .isEqualTo(
                        "never started: the guest's init did not start the agent within 9 s. See the console, or raise"
                                + " bpfiterator.vm.boot.timeout");
    }

    @Test
    void the_last_lines_have_no_lines_of_the_guests_scripts_and_no_control_sequences() throws Exception {
        assertThat(console(STARTED).lastLines()).isEqualTo("from the JVM");
        assertThat(console(STARTED).initAt()).contains("1.23");
        assertThat(console(STARTED).agentAt()).contains("1.50");
        assertThat(Console.read(directory.resolve("none")).text()).isEmpty();
    }

    private GuestExitDiagnosis diagnosis(String text) throws Exception {
        return new GuestExitDiagnosis(console(text), 64);
    }

    private Console console(String text) throws Exception {
        return Console.read(Files.writeString(directory.resolve("console"), text));
    }
}
