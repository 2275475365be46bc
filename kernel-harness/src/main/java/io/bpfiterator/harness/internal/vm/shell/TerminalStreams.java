// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.PortSocket;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connects the user's terminal to a terminal in the guest. */
final class TerminalStreams implements GuestStreams {

    /** Ctrl-], the same key as in telnet. */
    private static final byte ESCAPE = 0x1d;

    private final PortSocket port;
    private final String[] size;
    private final Runnable hangUp;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private @Nullable RawTerminal raw;

    /** @param hangUp run when the user presses the escape key, or the terminal is closed */
    TerminalStreams(Path directory, Runnable hangUp) {
        this.port = PortSocket.terminal("terminal", directory);
        this.size = RawTerminal.size().split(" ");
        this.hangUp = hangUp;
    }

    @Override
    public List<Port> ports() {
        return List.of(port.port());
    }

    @Override
    public List<String> scriptArguments() {
        return List.of("on_terminal", size[0], size[1]);
    }

    @Override
    public String hint() {
        return "; Ctrl-] ends it";
    }

    @Override
    public void connect() throws IOException {
        raw = RawTerminal.enter();
        SocketChannel guest = port.accept();
        DaemonThread.start("keys", () -> type(guest));
        DaemonThread.start("screen", () -> show(guest));
    }

    private void type(SocketChannel guest) {
        try {
            FileInputStream keys = new FileInputStream(FileDescriptor.in);
            byte[] bytes = new byte[1 << 12];
            for (int read = keys.read(bytes); read > 0; read = keys.read(bytes)) {
                int escape = escape(bytes, read);
                ByteBuffer typed = ByteBuffer.wrap(bytes, 0, escape);
                while (typed.hasRemaining()) {
                    guest.write(typed);
                }
                if (escape < read) {
                    break;
                }
            }
        } catch (IOException e) {
            // The machine has ended, or the terminal is closed.
        }
        hangUp.run();
    }

    private static int escape(byte[] bytes, int length) {
        int i = 0;
        while (i < length && bytes[i] != ESCAPE) {
            i++;
        }
        return i;
    }

    private void show(SocketChannel guest) {
        try (guest) {
            FileOutputStream screen = new FileOutputStream(FileDescriptor.out);
            byte[] bytes = new byte[1 << 16];
            for (int read = guest.read(ByteBuffer.wrap(bytes)); read > 0; read = guest.read(ByteBuffer.wrap(bytes))) {
                screen.write(bytes, 0, read);
            }
        } catch (IOException e) {
            failure.set(e);
        } finally {
            ended.countDown();
        }
    }

    /** Waits until the machine has ended: until then, the terminal belongs to the guest. */
    @Override
    public void awaitEnd() throws IOException {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        @Nullable IOException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    @Override
    public void close() {
        if (raw != null) {
            raw.close();
        }
        port.close();
    }
}
