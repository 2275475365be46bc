// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

/** Something of a run that exists on this machine. */
record Remnant(Kind kind, String name) implements Comparable<Remnant> {

    enum Kind {
        PROCESS,
        PROGRAM,
        MAP,
        LINK,
        /** A file or directory in the bpffs at /sys/fs/bpf. */
        PIN,
        MOUNT,
        /** A socket that a process has open. */
        SOCKET,
        /** A container that does not run. A running one is a process. */
        CONTAINER,
        FILE
    }

    @Override
    public int compareTo(Remnant other) {
        int byKind = kind.compareTo(other.kind);
        return byKind == 0 ? name.compareTo(other.name) : byKind;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase() + " " + name;
    }
}
