package io.bpfiterator.harness.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real guest is made to do is in {@link VmEnvironmentTest}; these are the endings that take luck. */
class GuestExitDiagnosisTest {

    private static final String STARTED =
            "\u001b[2J\u001bcbpf-iterator: init at 1.23\r\nbpf-iterator: agent at 1.50\r\nfrom the JVM\r\n";

    @TempDir
    Path directory;

    @Test
    void a_panic_while_the_agent_runs() throws Exception {
        String panic = "[    9.1] Kernel panic - not syncing: sysrq triggered crash\r\n";

        assertThat(ending(STARTED + panic).words(0, ""))
                .isEqualTo("was lost: the kernel panicked: sysrq triggered crash");
    }

    @Test
    void a_panic_for_want_of_memory() throws Exception {
        String panic = "[    0.9] Kernel panic - not syncing: System is deadlocked on memory\r\n";

        assertThat(ending(panic).words(0, ""))
                .isEqualTo(
                        "never started: the kernel panicked: System is deadlocked on memory; the guest has 64 MB, raise"
                                + " bpfiterator.vm.memory");
    }

    @Test
    void a_qemu_that_crashes() throws Exception {
        assertThat(ending(STARTED).words(134, "warning: x\nqemu: Assertion failed"))
                .isEqualTo("was lost: QEMU was killed by signal 6: qemu: Assertion failed");
    }

    @Test
    void a_kill_that_is_not_for_want_of_memory() throws Exception {
        assertThat(ending(STARTED + "bpf-iterator: exit status 137\r\n").words(0, ""))
                .isEqualTo("ended with exit status 137");
    }

    @Test
    void a_reset() throws Exception {
        assertThat(ending("").words(0, "")).isEqualTo("never started: the guest was reset without a word");
    }

    @Test
    void a_first_process_that_is_stuck() throws Exception {
        assertThat(ending("bpf-iterator: init at 1.23\r\n").tooLate(Duration.ofSeconds(9)))
                .isEqualTo(
                        "never started: the boot stopped; within 9 s, the first process has not come to the agent (see"
                                + " the console, or raise bpfiterator.vm.boot.timeout)");
    }

    @Test
    void what_the_console_shows_has_neither_our_lines_nor_movements() throws Exception {
        assertThat(console(STARTED).lastLines()).isEqualTo("from the JVM");
        assertThat(console(STARTED).initAt()).contains("1.23");
        assertThat(console(STARTED).agentAt()).contains("1.50");
        assertThat(Console.read(directory.resolve("none")).text()).isEmpty();
    }

    private GuestExitDiagnosis ending(String text) throws Exception {
        return new GuestExitDiagnosis(console(text), 64);
    }

    private Console console(String text) throws Exception {
        return Console.read(Files.writeString(directory.resolve("console"), text));
    }
}
