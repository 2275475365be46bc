// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Finds out which user is at the other end of a TCP connection over the loopback interface. */
public final class LoopbackPeer {

    /** Of this thread, whose network namespace may not be that of the process. */
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/thread-self/net/tcp"), Path.of("/proc/thread-self/net/tcp6"));

    /** The columns of the tables, as in {@code proc_net_tcp}. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int USER = 7;

    /** The kernel shows user 0 for a socket that has been closed already, whoever owned it. */
    private static final String ESTABLISHED = "01";

    /** An IPv4 address in IPv6, as sockets of two protocols have it. */
    private static final String MAPPED =
            "0000000000000000" + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "FFFF0000" : "0000FFFF");

    private LoopbackPeer() {}

    /**
     * Returns the id of the user whose socket is at the other end; empty if that socket has been closed.
     *
     * @param peer the IPv4 address of the other end
     * @param local the IPv4 address of this end
     */
    public static OptionalInt user(InetSocketAddress peer, InetSocketAddress local) throws IOException {
        String at = hexadecimal(peer);
        String to = hexadecimal(local);
        for (Path table : TABLES) {
            if (!Files.exists(table)) {
                continue;
            }
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > USER
                        && Set.of(at, MAPPED + at).contains(columns[LOCAL])
                        && Set.of(to, MAPPED + to).contains(columns[REMOTE])
                        && columns[STATE].equals(ESTABLISHED)) {
                    return OptionalInt.of(Integer.parseUnsignedInt(columns[USER]));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static String hexadecimal(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            int next = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? bytes.length - 1 - i : i;
            text.append("%02X".formatted(bytes[next]));
        }
        return text + ":%04X".formatted(address.getPort());
    }
}
