package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.DaemonThread;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands its task to a guest that has booted, and waits for it on its serial port. If a snapshot is to be taken, this is the time:
 * the guest is not yet any run's own.
 */
final class GuestTaskDelivery implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Process process;
    private final MachineFiles files;
    private final Optional<Snapshot> snapshot;
    private final boolean fromSnapshot;
    private volatile @Nullable SocketChannel serial;
    private volatile @Nullable String failure;

    private GuestTaskDelivery(Process process, MachineFiles files, Optional<Snapshot> snapshot, boolean fromSnapshot) {
        this.process = process;
        this.files = files;
        this.snapshot = snapshot;
        this.fromSnapshot = fromSnapshot;
    }

    /**
     * Hands it over, in a thread of its own, as soon as the machine can take it.
     *
     * @param snapshot that the machine goes on from, or that is to be taken of it
     */
    static GuestTaskDelivery start(
            Process process, MachineFiles files, Optional<Snapshot> snapshot, boolean fromSnapshot) {
        GuestTaskDelivery delivery = new GuestTaskDelivery(process, files, snapshot, fromSnapshot);
        DaemonThread.start("task", delivery::run);
        return delivery;
    }

    /** Returns why there is none, of a QEMU that had to be ended for it. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try {
            if (snapshot.isPresent()) {
                goOnFromOrTake(snapshot.get());
            }
            tell();
        } catch (IOException | RuntimeException e) {
            endWith(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endWith(e);
        }
    }

    private void goOnFromOrTake(Snapshot known) throws IOException, InterruptedException {
        try (Monitor monitor = monitor()) {
            if (fromSnapshot) {
                monitor.awaitRunning();
            } else {
                known.take(monitor);
                monitor.resume();
            }
        }
    }

    /** A new QEMU does not listen yet. */
    private Monitor monitor() throws IOException, InterruptedException {
        while (true) {
            try {
                return Monitor.connect(files.monitor());
            } catch (IOException e) {
                if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    /** The time goes with the task: a snapshot's clock is behind. */
    private void tell() throws IOException {
        SocketChannel port = SocketChannel.open(UnixDomainSocketAddress.of(files.serial()));
        serial = port;
        String words = Instant.now().getEpochSecond() + " " + files.directory() + "\n";
        port.write(StandardCharsets.UTF_8.encode(words));
    }

    /** Of a QEMU that ends by itself, others tell why. */
    private void endWith(Exception e) {
        try {
            if (!process.waitFor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                failure = e.toString();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = e.toString();
        }
        process.destroyForcibly();
    }

    /** Hangs up, when the guest has its task: the serial port stands still while somebody listens and does not read. */
    @Override
    public void close() throws IOException {
        SocketChannel port = serial;
        if (port != null) {
            port.close();
        }
    }
}
