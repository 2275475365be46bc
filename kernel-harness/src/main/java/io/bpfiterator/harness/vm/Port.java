package io.bpfiterator.harness.vm;

import java.nio.file.Path;

/**
 * A port of a guest, and what QEMU connects it with.
 *
 * @param name its file in the guest's {@link #DIRECTORY}
 * @param device virtserialport, or virtconsole for one that is a terminal too
 * @param backend QEMU's {@code -chardev}, without the id
 */
record Port(String name, String device, String backend) {

    static final Path DIRECTORY = Path.of("/dev/virtio-ports");

    private static final String PORT = "virtserialport";

    /** Returns a port that QEMU connects with a unix socket when it starts. */
    static Port connected(String name, Path socket) {
        return new Port(name, PORT, "socket,path=" + Qemu.value(socket));
    }

    /** Returns a terminal that QEMU connects with a unix socket when it starts. */
    static Port terminal(String name, Path socket) {
        return new Port(name, "virtconsole", "socket,path=" + Qemu.value(socket));
    }

    /** Returns a port for which QEMU listens on this machine, for one caller after the other. */
    static Port listening(String name, int tcpPort) {
        return new Port(name, PORT, "socket,host=127.0.0.1,port=" + tcpPort + ",server=on,wait=off");
    }
}
