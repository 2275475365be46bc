// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.LoopbackPeer;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.process.CurrentUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Connects debuggers of this user with a Unix socket, on which QEMU listens. A debugger connects over TCP, which every
 * user of this machine can do, and the guest's JVM reads this user's files; so connections of other users are closed.
 */
public final class DebuggerRelay implements AutoCloseable {

    private static final int BUFFER_SIZE = 64 << 10;

    /** QEMU may not listen yet. */
    private static final long RETRY_MILLISECONDS = 100;

    private final ServerSocketChannel server;
    private final Path socket;
    private final Consumer<String> progress;
    private final int user = CurrentUser.id();

    private DebuggerRelay(ServerSocketChannel server, Path socket, Consumer<String> progress) {
        this.server = server;
        this.socket = socket;
        this.progress = progress;
    }

    /**
     * Listens on a port of localhost.
     *
     * @param port 0 for any free port
     * @param socket where QEMU listens or will listen
     * @param progress receives a line for each connection that is refused
     * @throws EnvironmentException if the port is not free
     */
    public static DebuggerRelay listen(int port, Path socket, Consumer<String> progress) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            } catch (IOException e) {
                server.close();
                throw e;
            }
            DebuggerRelay relay = new DebuggerRelay(server, socket, progress);
            DaemonThread.start("debugger", relay::acceptAll);
            return relay;
        } catch (IOException e) {
            throw Failure.failed("Cannot listen for a debugger on port " + port)
                    .because(e)
                    .remedy("Set " + VmSettings.DEBUG_PORT + " to another port, or remove it to use any free port")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns the port. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** Serves one debugger after the other, as QEMU does. */
    private void acceptAll() {
        while (server.isOpen()) {
            try (SocketChannel debugger = server.accept()) {
                if (isOfThisUser(debugger)) {
                    relay(debugger);
                }
            } catch (IOException | InterruptedException e) {
                // This debugger is gone, or the relay is closed.
                continue;
            }
        }
    }

    private boolean isOfThisUser(SocketChannel debugger) throws IOException {
        InetSocketAddress peer = (InetSocketAddress) debugger.getRemoteAddress();
        OptionalInt owner = LoopbackPeer.user(peer, (InetSocketAddress) debugger.getLocalAddress());
        if (owner.isPresent() && owner.getAsInt() == user) {
            return true;
        }
        String from = owner.isPresent()
                ? "user " + Integer.toUnsignedString(owner.getAsInt())
                : "a user who cannot be determined, since the connection was closed at once";
        progress.accept("refused a debugger of " + from + ": only user " + Integer.toUnsignedString(user)
                + ", who runs the tests, may attach one");
        return false;
    }

    private void relay(SocketChannel debugger) throws IOException, InterruptedException {
        try (SocketChannel guest = connect()) {
            DaemonThread.start("debugger output", () -> {
                try (debugger) {
                    copy(guest, debugger);
                } catch (IOException e) {
                    // The other direction ends, too, and says why to nobody: a debugger was detached.
                    return;
                }
            });
            copy(debugger, guest);
        }
    }

    private SocketChannel connect() throws IOException, InterruptedException {
        while (true) {
            try {
                // The directory is private, too; QEMU creates its socket with the usual permissions.
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
                return SocketChannel.open(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                if (!server.isOpen()) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLISECONDS);
            }
        }
    }

    private static void copy(ByteChannel from, ByteChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
        while (from.read(buffer) != -1) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
    }

    /** Stops listening. A connected debugger is disconnected when QEMU ends. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw Failure.failed("Cannot close the port for debuggers")
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }
}
