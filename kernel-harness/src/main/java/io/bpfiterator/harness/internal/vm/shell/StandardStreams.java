// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.PortSocket;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Connects standard input, output and error, each through a separate virtio port. */
final class StandardStreams implements GuestStreams {

    private final PortSocket in;
    private final PortSocket out;
    private final PortSocket err;
    private final EndOfStreamMarker marker =
            new EndOfStreamMarker(UUID.randomUUID().toString());
    private final CompletableFuture<Void> printed = new CompletableFuture<>();

    StandardStreams(Path directory) {
        in = PortSocket.stream("stdin", directory);
        out = PortSocket.stream("stdout", directory);
        err = PortSocket.stream("stderr", directory);
    }

    @Override
    public List<Port> ports() {
        return List.of(in.port(), out.port(), err.port());
    }

    @Override
    public List<String> scriptArguments() {
        return List.of("on_streams", marker.text());
    }

    @Override
    public String hint() {
        return "";
    }

    @Override
    public void connect() throws IOException {
        SocketChannel input = in.accept();
        DaemonThread.start("stdin", () -> pump(input));
        CompletableFuture<Void> output = print(out.accept(), new FileOutputStream(FileDescriptor.out));
        CompletableFuture<Void> errors = print(err.accept(), new FileOutputStream(FileDescriptor.err));
        // If one stream cannot be written any more, the wait ends: the other stream may never end.
        output.exceptionally(this::fail);
        errors.exceptionally(this::fail);
        CompletableFuture.allOf(output, errors).thenAccept(printed::complete);
    }

    @SuppressWarnings("NullAway") // there is no value
    private Void fail(Throwable e) {
        printed.completeExceptionally(e);
        return null;
    }

    /** Copies standard input to the guest. A failure needs no report, since it means that the command has ended. */
    private static void pump(SocketChannel port) {
        try {
            FileInputStream stdin = new FileInputStream(FileDescriptor.in);
            byte[] bytes = new byte[1 << 16];
            for (int read = stdin.read(bytes); read > 0; read = stdin.read(bytes)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
                while (buffer.hasRemaining()) {
                    port.write(buffer);
                }
            }
            port.shutdownOutput();
        } catch (IOException e) {
            // The machine has ended, or standard input is closed; either way, there is no more to copy.
        }
    }

    private CompletableFuture<Void> print(SocketChannel port, OutputStream stream) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        DaemonThread.start("output", () -> {
            try (port) {
                marker.copy(port, stream);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public void awaitEnd() throws IOException {
        try {
            printed.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        in.close();
        out.close();
        err.close();
    }
}
