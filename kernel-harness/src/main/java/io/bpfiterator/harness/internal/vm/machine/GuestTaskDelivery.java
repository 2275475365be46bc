// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.machine;

import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshot;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the task to a booted guest, which waits for it on its serial port.
 *
 * <p>A snapshot, if one is wanted, is taken just before: until then, the guest has nothing that belongs to a single
 * run.
 */
final class GuestTaskDelivery implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final Duration EXIT_GRACE = Duration.ofSeconds(1);

    private final Process process;
    private final MachineFiles files;
    private final Optional<Snapshot> snapshot;
    private final StartSource source;
    private volatile @Nullable SocketChannel serial;
    private volatile @Nullable String failure;

    private GuestTaskDelivery(Process process, MachineFiles files, Optional<Snapshot> snapshot, StartSource source) {
        this.process = process;
        this.files = files;
        this.snapshot = snapshot;
        this.source = source;
    }

    /**
     * Starts a thread that delivers the task as soon as the guest can receive it.
     *
     * @param process QEMU
     * @param snapshot the snapshot that the machine resumes from, or that is to be taken of it; empty for neither
     */
    static GuestTaskDelivery start(
            Process process, MachineFiles files, Optional<Snapshot> snapshot, StartSource source) {
        GuestTaskDelivery delivery = new GuestTaskDelivery(process, files, snapshot, source);
        DaemonThread.start("task", delivery::run);
        return delivery;
    }

    /** Returns why the task could not be delivered to a QEMU that was still running, and was killed for that reason. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try {
            if (snapshot.isPresent()) {
                awaitResumedOrTake(snapshot.get());
            }
            send();
        } catch (IOException | RuntimeException e) {
            kill(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill(e);
        }
    }

    private void awaitResumedOrTake(Snapshot known) throws IOException, InterruptedException {
        try (Monitor monitor = monitor()) {
            if (source instanceof StartSource.WarmSnapshot warm) {
                monitor.loadDevices(warm.devices());
            } else if (source.isSnapshot()) {
                monitor.awaitRunning();
            } else {
                known.take(monitor);
                monitor.resume();
            }
        }
    }

    /** Connects to the monitor, and retries while a QEMU that has just started does not listen yet. */
    private Monitor monitor() throws IOException, InterruptedException {
        while (true) {
            try {
                return Monitor.connect(files.monitor());
            } catch (IOException e) {
                if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private void send() throws IOException {
        SocketChannel port = SocketChannel.open(UnixDomainSocketAddress.of(files.serial()));
        serial = port;
        port.write(new TaskLine(files.directory()).encoded());
    }

    /** Kills QEMU. If QEMU exits by itself, its exit status and its output say why, and there is no failure here. */
    private void kill(Exception e) {
        try {
            if (!process.waitFor(EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                failure = CauseText.of(e);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = CauseText.of(e);
        }
        process.destroyForcibly();
    }

    /**
     * Disconnects once the guest has its task: QEMU's serial port blocks while its peer is connected and does not read.
     */
    @Override
    public void close() throws IOException {
        SocketChannel port = serial;
        if (port != null) {
            port.close();
        }
    }
}
