// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** A bound netlink socket; the JDK does not support them. */
final class NetlinkSocket implements AutoCloseable {

    static final int NETLINK_USERSOCK = 2;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int NL_PID = 4;

    private final int fd;
    private final int portId;

    private NetlinkSocket(int fd, int portId) {
        this.fd = fd;
        this.portId = portId;
    }

    static NetlinkSocket open(int protocol) {
        int fd = C.INSTANCE.socket(AF_NETLINK, SOCK_RAW, protocol);
        int portId = Math.toIntExact(ProcessHandle.current().pid()) | 1 << 30;
        Memory address = new Memory(SOCKADDR_NL_BYTES);
        address.clear();
        address.setShort(0, (short) AF_NETLINK);
        address.setInt(NL_PID, portId);
        C.INSTANCE.bind(fd, address, SOCKADDR_NL_BYTES);
        return new NetlinkSocket(fd, portId);
    }

    int portId() {
        return portId;
    }

    @Override
    public void close() {
        C.INSTANCE.close(fd);
    }

    interface C extends Library {
        C INSTANCE = Native.load("c", C.class);

        int socket(int family, int type, int protocol) throws LastErrorException;

        int bind(int fd, Pointer address, int length) throws LastErrorException;

        int close(int fd) throws LastErrorException;
    }
}
