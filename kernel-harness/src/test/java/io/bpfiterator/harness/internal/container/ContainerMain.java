// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.iterator.AttachedLink;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.namespace.PidNamespace;
import io.bpfiterator.iterator.IteratorOptions;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs in a container in place of the agent; its first argument selects the action. */
final class ContainerMain {

    private ContainerMain() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "connect" -> connect(Path.of(arguments[arguments.length - 1]));
            case "print-pid" -> System.out.println(ProcessHandle.current().pid());
            case "print-environment" -> printEnvironment();
            case "print-much" -> printMuch();
            case "read-tasks" -> readTasks(Path.of(arguments[1]));
            case "make-cgroup" -> makeCgroup();
            case "fill-memory" -> fillMemory();
            case "print" -> System.out.println(Files.readString(Path.of(arguments[1])));
            case "write" -> Files.writeString(Path.of(arguments[1]), "written");
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "wait" -> {
                System.out.println("waiting");
                Thread.sleep(Long.MAX_VALUE);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void connect(Path socket) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("connected".getBytes()));
        }
    }

    private static void printEnvironment() throws Exception {
        System.out.println("directory " + Path.of("").toAbsolutePath());
        System.out.println("variable " + System.getenv("TEST_VARIABLE"));
        System.out.println("pid namespace " + PidNamespace.current().inode());
        System.out.println("working directory writable " + Files.isWritable(Path.of("")));
        System.out.println("/usr writable " + Files.isWritable(Path.of("/usr")));
        System.out.println("lines of interfaces "
                + Files.readAllLines(Path.of("/proc/net/dev")).size());
    }

    private static void printMuch() {
        String line = "x".repeat(1023);
        for (int number = 0; number < 10 * 1024; number++) {
            System.out.println(line);
        }
        System.err.println("the end");
    }

    private static void readTasks(Path object) throws Exception {
        try (LoadedObject tasks = OpenedObject.open(ObjectFile.read(object)).load();
                AttachedLink link = tasks.program("dump_task").attach(IteratorOptions.none());
                Bpffs bpffs = TemporaryBpffs.create()) {
            PinPath pin = bpffs.path("tasks");
            link.pin(pin);
            String pid = Long.toString(ProcessHandle.current().pid());
            System.out.println(
                    "reads itself " + Files.readAllLines(pin.path()).stream().anyMatch(line -> line.equals(pid)));
        }
    }

    private static void makeCgroup() throws Exception {
        Path cgroup =
                Cgroups.root().resolve("container-" + ProcessHandle.current().pid());
        Files.createDirectory(cgroup);
        System.out.println(cgroup);
        System.out.println(Files.getAttribute(cgroup, "unix:ino"));
        System.out.println("own " + Files.isDirectory(Cgroups.ofThisProcess()));
        Files.delete(cgroup);
    }

    private static void fillMemory() {
        List<byte[]> memory = new ArrayList<>();
        while (true) {
            memory.add(new byte[1 << 20]);
        }
    }
}
