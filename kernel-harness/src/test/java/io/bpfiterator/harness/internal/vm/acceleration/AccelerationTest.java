// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.acceleration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bpfiterator.harness.support.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs with a file for the device, and a script for QEMU that counts its runs and then fails in ways known from KVM.
 */
@Timeout(30)
class AccelerationTest {

    @TempDir
    Path directory;

    private Path device;

    @BeforeEach
    void createDevice() throws Exception {
        device = Files.createFile(directory.resolve("kvm"));
    }

    @Test
    void a_kvm_that_hangs_is_not_used_and_not_probed_again() throws Exception {
        // Other tests of this JVM may have started a container engine.
        List<ProcessHandle> others = ProcessHandle.current().children().toList();
        Path qemu = qemu("exec sleep 1000");

        assertThat(probe(qemu)).isEqualTo(probe(qemu));
        assertThat(probe(qemu).description())
                .isEqualTo("TCG (in a probe of KVM, the kernel did not start its first process within 1 s)");
        assertThat(runs()).isEqualTo(1);
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .filter(child -> !others.contains(child)))
                .isEmpty();
    }

    @Test
    void a_failure_is_probed_again_after_an_hour_since_a_high_load_may_cause_it() throws Exception {
        Path qemu = qemu("exec sleep 1000");
        probe(qemu);
        Path resultFile = directory.resolve("cache/answer");
        List<String> lines = Files.readAllLines(resultFile);
        assertThat(Instant.parse(lines.get(1)))
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(Duration.ofMinutes(1)));

        Files.write(resultFile, List.of(lines.get(0), Instant.now().toString(), lines.get(2)));
        probe(qemu);

        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void the_reason_is_the_error_of_qemu() throws Exception {
        Path qemu = qemu("echo 'qemu: failed to set MSR' >&2; exit 1");

        assertThat(probe(qemu))
                .isEqualTo(new Acceleration(
                        "tcg", "in a probe of KVM, QEMU ended with exit status 1: qemu: failed to set MSR"));
    }

    @Test
    void the_failure_of_a_qemu_that_cannot_run_is_cached_for_an_hour() throws Exception {
        probe(qemu("echo 'qemu: error while loading shared libraries: libglib-2.0.so.0' >&2; exit 127"));

        assertThat(Instant.parse(
                        Files.readAllLines(directory.resolve("cache/answer")).get(1)))
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(Duration.ofMinutes(1)));
    }

    @Test
    void a_panic_is_not_cached_for_other_kernels() throws Exception {
        Path qemu = qemu(console("Kernel panic - not syncing: VFS: Unable to mount root fs"));

        assertThat(probe(qemu))
                .isEqualTo(new Acceleration(
                        "tcg", "in a probe of KVM, the kernel panicked: VFS: Unable to mount root fs"));
        assertThat(probe(qemu(console("bpf-iterator: init at 0.5")))).isEqualTo(new Acceleration("kvm", ""));
    }

    @Test
    void a_panic_for_lack_of_memory_does_not_advise_to_raise_that_of_machines() throws Exception {
        assertThat(probe(qemu(console("Kernel panic - not syncing: System is deadlocked on memory"))))
                .isEqualTo(new Acceleration(
                        "tcg", "in a probe of KVM, the kernel panicked: System is deadlocked on memory"));
    }

    @Test
    void a_kvm_with_which_a_kernel_boots_is_used() throws Exception {
        Path qemu = qemu(console("bpf-iterator: init at 0.5"));

        assertThat(probe(qemu)).isEqualTo(new Acceleration("kvm", ""));
        assertThat(probe(qemu)).isEqualTo(new Acceleration("kvm", ""));
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void without_a_device_nothing_is_probed() throws Exception {
        Files.delete(device);

        assertThat(probe(qemu("exit 1"))).isEqualTo(new Acceleration("tcg", device + " does not exist"));
    }

    private Acceleration probe(Path qemu) {
        return Acceleration.probe(
                device,
                directory.resolve("cache"),
                Duration.ofSeconds(1),
                qemu.toString(),
                Path.of("/no/kernel"),
                new byte[0]);
    }

    private Path qemu(String commands) {
        return Scripts.executable(
                directory.resolve("qemu"), "#!/bin/sh\necho >>" + directory.resolve("runs") + "\n" + commands + "\n");
    }

    private static String console(String line) {
        return "while [ \"${1%%,*}\" != socket ]; do shift; done; echo '" + line + "' >\"${1#*logfile=}\"";
    }

    private long runs() throws Exception {
        try (Stream<String> lines = Files.lines(directory.resolve("runs"))) {
            return lines.count();
        }
    }
}
