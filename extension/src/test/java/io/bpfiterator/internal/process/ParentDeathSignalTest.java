// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The kernel ends a program with the thread that started it. */
class ParentDeathSignalTest {

    @Test
    void the_process_is_the_one_of_the_program() throws Exception {
        Process process =
                new ProcessBuilder(ParentDeathSignal.on(List.of("sh", "-c", "echo $$ \"$1\"", "sh", "a b"))).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output).isEqualTo(process.pid() + " a b\n");
    }

    @Test
    void the_program_ends_with_the_thread_that_started_it() throws Exception {
        AtomicReference<Process> started = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                Process process =
                        new ProcessBuilder(ParentDeathSignal.on(List.of("sh", "-c", "echo; sleep 60"))).start();
                started.set(process);
                process.getInputStream().read();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        thread.start();
        thread.join();

        assertThat(started.get().onExit()).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(started.get().exitValue()).isEqualTo(128 + 9);
    }

    @Test
    void the_program_does_not_run_if_its_parent_has_ended_before_the_signal_was_set() throws Exception {
        long ended = new ProcessBuilder("true").start().onExit().join().pid();

        Process process = new ProcessBuilder(ParentDeathSignal.on(List.of("echo", "runs"), ended)).start();

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isNotZero();
    }
}
