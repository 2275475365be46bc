// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the agent's connection to the host. */
final class Endpoint {

    /** {@code S_IFMT} and {@code S_IFSOCK} of {@code stat(2)}. */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private Endpoint() {}

    /** Returns whether this JVM is in a virtual machine, which is connected through a device. */
    static boolean isDevice(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return (mode & FILE_TYPE) != SOCKET;
    }

    /** Connects to a Unix socket, or opens a character device: a virtio-serial port of a virtual machine. */
    static Channel connect(Path path) throws IOException {
        if (!isDevice(path)) {
            return SocketStreams.toHost(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        }
        // A port can be opened only once, so both directions share a file descriptor.
        @SuppressWarnings("resource")
        RandomAccessFile port = new RandomAccessFile(path.toFile(), "rw");
        return Channel.toHost(new FileInputStream(port.getFD()), new FileOutputStream(port.getFD()), port);
    }
}
