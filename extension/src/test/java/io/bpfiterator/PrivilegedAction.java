// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import io.bpfiterator.internal.btf.KernelFile;
import io.bpfiterator.internal.junit.KernelMessages;
import io.bpfiterator.internal.libbpf.BtfDump;
import io.bpfiterator.map.MapType;
import io.bpfiterator.namespace.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the library does for tests, with the least capabilities with which the kernel permits it. */
enum PrivilegedAction {
    READ("Load and attach an iterator, and read it through its link", "CAP_BPF", "CAP_PERFMON") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(session.open("/task.bpf.o")
                    .load()
                    .program("dump_task")
                    .attach()
                    .reader()
                    .text()
                    .contains("java"));
        }
    },
    PIN_IN_MOUNTED("Pin an iterator in a bpffs that is mounted", "CAP_BPF", "CAP_PERFMON") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            Path path = prepared.bpffs().resolve("own" + ProcessHandle.current().pid());
            session.open("/task.bpf.o").load().program("dump_task").attach().pin(path);
            require(Files.exists(path));
        }
    },
    PIN_IN_TEMPORARY("Pin an iterator without a bpffs at `/sys/fs/bpf`", "CAP_SYS_ADMIN") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(!session.open("/task.bpf.o")
                    .load()
                    .program("dump_task")
                    .pin()
                    .text()
                    .isEmpty());
        }
    },
    READ_PINNED("Read an iterator that another process has pinned") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(!session.reader(prepared.bpffs().resolve("tasks")).text().isEmpty());
        }
    },
    CREATE_MAP("Create a map", "CAP_BPF") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            session.map(MapType.HASH, "numbers", Integer.class, Long.class, 1).put(1, 2L);
        }
    },
    OPEN_PINNED_MAP("Open a map that another process has pinned") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(session.map("pinned " + prepared.bpffs().resolve("faults_points"))
                    .keys()
                    .isEmpty());
        }
    },
    OPEN_MAP_BY_ID("Open a map of another process by its id", "CAP_SYS_ADMIN") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(session.map("id " + prepared.mapId()).name().equals("faults_points"));
        }
    },
    OPEN_MAP_BY_NAME("Open a map of another process by its name", "CAP_SYS_ADMIN") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(session.map("name faults_points").info().id() == prepared.mapId());
        }
    },
    READ_STRUCTS("Read the elements of another process's map as Java records", "CAP_SYS_ADMIN") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            require(session.map("pinned " + prepared.bpffs().resolve("faults_points"))
                    .typed(Integer.class, Point.class)
                    .entries()
                    .isEmpty());
        }
    },
    NETWORK_NAMESPACE("Run a test in a network namespace of its own", "CAP_SYS_ADMIN", "CAP_NET_ADMIN") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            NetworkNamespace.create().close();
        }
    },
    KERNEL_TYPES("Generate `vmlinux.h` for a program in C") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            byte[] types = KernelFile.rawTypes(Path.of("target/test-classes/globals.bpf.o"));
            BtfDump.appendTypes(types, "the types", Path.of("/dev/null"));
            require(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")));
        }
    },
    KERNEL_MESSAGES("Report the kernel's messages, if `kernel.dmesg_restrict` is 1", "CAP_SYSLOG") {
        @Override
        void run(BpfSession session, Prepared prepared) {
            try (KernelMessages messages = KernelMessages.sinceNow()) {
                String read = messages.read();
                if (read.startsWith("Cannot ")) {
                    throw new IllegalStateException(read.strip());
                }
            }
        }
    };

    record Point(int x, int y) {}

    /**
     * What another process has prepared.
     *
     * @param bpffs a mounted bpffs with a pinned iterator and a pinned map
     */
    record Prepared(Path bpffs, int mapId) {}

    private final String description;
    private final List<String> capabilities;

    PrivilegedAction(String description, String... capabilities) {
        this.description = description;
        this.capabilities = List.of(capabilities);
    }

    /** Does it, and throws an exception if that fails. */
    abstract void run(BpfSession session, Prepared prepared);

    /** Returns the row of the documented table. */
    String description() {
        return description;
    }

    List<String> capabilities() {
        return capabilities;
    }

    private static void require(boolean expected) {
        if (!expected) {
            throw new AssertionError("The kernel permitted the action, but it had another result.");
        }
    }

    /** Does all of them in a process with some capabilities, and prints a line for each: {@code NAME: its result}. */
    public static void main(String[] arguments) {
        Prepared prepared = new Prepared(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        for (PrivilegedAction action : values()) {
            String result = "done";
            try (BpfSession session = BpfSession.open()) {
                action.run(session, prepared);
            } catch (RuntimeException | Error e) {
                result = String.valueOf(e.getMessage()).replaceAll("\\R", " ");
            }
            System.out.println(action.name() + ": " + result);
        }
    }
}
