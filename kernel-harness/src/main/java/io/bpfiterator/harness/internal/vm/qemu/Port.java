// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;

/**
 * A virtio port of a guest, and what QEMU connects it to.
 *
 * @param name the name of its file in the guest's {@link #DIRECTORY}
 * @param device QEMU's device: {@code virtserialport}, or {@code virtconsole} for a port that is also a terminal
 * @param backend the value of QEMU's {@code -chardev}, without the id
 */
public record Port(String name, String device, String backend) {

    public static final Path DIRECTORY = Path.of("/dev/virtio-ports");

    private static final String PORT = "virtserialport";

    /** Returns a port that QEMU connects to a listening unix socket when it starts. */
    public static Port connected(String name, Path socket) {
        return new Port(name, PORT, "socket,path=" + OptionValue.of(socket));
    }

    /** Returns a port that is connected to nothing. */
    public static Port unconnected(String name) {
        return new Port(name, PORT, "null");
    }

    /** Returns a terminal that QEMU connects to a listening unix socket when it starts. */
    static Port terminal(String name, Path socket) {
        return new Port(name, "virtconsole", "socket,path=" + OptionValue.of(socket));
    }

    /** Returns a port for which QEMU listens on a unix socket, and accepts one connection at a time. */
    static Port listening(String name, Path socket) {
        return new Port(name, PORT, "socket,path=" + OptionValue.of(socket) + ",server=on,wait=off");
    }
}
