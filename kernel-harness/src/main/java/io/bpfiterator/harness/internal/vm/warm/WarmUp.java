// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import io.bpfiterator.harness.internal.vm.guest.Console;
import io.bpfiterator.harness.internal.vm.machine.TaskLine;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import io.bpfiterator.harness.internal.vm.qemu.Qemu;
import io.bpfiterator.internal.process.ParentDeathSignal;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Boots a machine, lets its agent warm up, and takes a snapshot. */
public final class WarmUp {

    /** With the lowest priority on a busy machine, it takes several times as long as otherwise. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Process process;
    private final MachineFiles files;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private WarmUp(Process process, MachineFiles files) {
        this.process = process;
        this.files = files;
    }

    /**
     * Boots a machine that keeps its memory in a file, and takes its snapshot.
     *
     * @param devices the file for the state of the devices
     * @throws IOException if the machine ends, or takes more than twenty minutes
     */
    public static void run(Qemu qemu, Path devices) throws IOException {
        Process process = new ProcessBuilder(ParentDeathSignal.on(qemu.command()))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(qemu.files().messages().toFile())
                .start();
        try {
            new WarmUp(process, qemu.files()).run(devices);
        } finally {
            process.destroyForcibly();
        }
    }

    private void run(Path devices) throws IOException {
        await(Console::isBooted);
        try (SocketChannel port = SocketChannel.open(UnixDomainSocketAddress.of(files.serial()))) {
            port.write(new TaskLine(files.directory(), "warm").encoded());
            await(console -> console.taskAt().isPresent());
        }
        await(Console::isWarm);
        try (Monitor monitor = Monitor.connect(files.monitor())) {
            monitor.saveDevices(devices);
        }
    }

    private void await(Predicate<Console> state) throws IOException {
        while (!state.test(Console.read(files.console()))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the agent was not warm after " + LIMIT.toMinutes() + " minutes");
            }
            try {
                if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("the machine ended: "
                            + Console.read(files.console()).lastLines());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
