// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.SocketDescriptor;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Programs print the same with and without coverage, byte by byte. */
@BpfTest
class CoverageOutputTest {

    private static final String SETTING = "bpfiterator.coverage";

    /** How often outputs are compared that change while they are read, such as a list of tasks. */
    private static final int ATTEMPTS = 100;

    private final List<String> compared = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private String before;

    @BeforeEach
    void rememberSetting() {
        before = System.getProperty(SETTING);
    }

    @AfterEach
    void restoreSetting() {
        if (before == null) {
            System.clearProperty(SETTING);
        } else {
            System.setProperty(SETTING, before);
        }
    }

    @Test
    void programsPrintTheSame(BpfSession bpf, TestReporter reporter, @TempDir Path directory) throws Exception {
        try (ServerSocket tcp = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket();
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
            for (String object : List.of("kconfig", "kmem_cache", "netlink", "tcp", "udp", "unix")) {
                compare(bpf, object, UnaryOperator.identity(), plain -> IteratorOptions.none());
            }
        }
        for (String object : List.of("task", "task_file", "task_records", "task_vma", "two_programs")) {
            compare(bpf, object, UnaryOperator.identity(), CoverageOutputTest::thisProcess);
        }
        compare(
                bpf,
                "cgroup",
                UnaryOperator.identity(),
                plain -> IteratorOptions.cgroupOfThisProcess(CgroupOrder.ANCESTORS_UP));
        publish(reporter);

        assertThat(compared).as("left out: %s", leftOut).contains("task", "task_file", "netlink");
    }

    /** Others start threads and open files all the time; before Linux 6.1, all are listed. */
    private static IteratorOptions thisProcess(BpfObject plain) {
        IteratorOptions options = IteratorOptions.process(ProcessHandle.current());
        try {
            plain.programs().get(0).attach(options).close();
            return options;
        } catch (BpfException e) {
            return IteratorOptions.none();
        }
    }

    @Test
    void programsThatWalkMapsPrintTheSame(BpfSession bpf, TestReporter reporter) throws Exception {
        compare(bpf, "hash_map", UnaryOperator.identity(), plain -> {
            BpfMap<Integer, Long> counters = plain.map("counters", Integer.class, Long.class);
            counters.put(1, 10L);
            counters.put(2, 32L);
            return IteratorOptions.map(counters);
        });
        int cpus = BpfSession.possibleCpus();
        compare(bpf, "per_cpu", open -> open.global("cpus", cpus), plain -> {
            BpfMap<Integer, List<Long>> hits = plain.map("hits").perCpu(Integer.class, Long.class);
            hits.put(1, Collections.nCopies(cpus, 10L));
            return IteratorOptions.map(hits);
        });
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort())) {
            compare(bpf, "sk_storage", UnaryOperator.identity(), plain -> {
                BpfMap<Integer, Long> marks = plain.map("marks", Integer.class, Long.class);
                marks.put(SocketDescriptor.of(server), 42L);
                return IteratorOptions.map(marks);
            });
            compare(bpf, "sockmap", UnaryOperator.identity(), plain -> {
                BpfMap<Integer, Long> sockets = plain.map("sockets", Integer.class, Long.class);
                sockets.put(2, (long) SocketDescriptor.of(client));
                return IteratorOptions.map(sockets);
            });
        }
        publish(reporter);

        assertThat(compared).as("left out: %s", leftOut).contains("hash_map", "per_cpu");
    }

    private void publish(TestReporter reporter) {
        reporter.publishEntry("compared", compared.toString());
        if (!leftOut.isEmpty()) {
            reporter.publishEntry("left out", String.join("\n", leftOut));
        }
    }

    /** Only lists of maps, programs, links and symbols could show the probes of other programs. */
    @Test
    void listsShowOneMapMoreForEachProgram(BpfSession bpf) {
        List<String> maps = new ArrayList<>(added(bpf, "bpf_map", false));
        maps.addAll(List.of("coverage", "coverage"));
        assertThat(added(bpf, "bpf_map", true)).containsExactlyInAnyOrderElementsOf(maps);
        assertThat(added(bpf, "bpf_prog", true)).isEqualTo(added(bpf, "bpf_prog", false));
        assertThat(added(bpf, "bpf_link", true)).isEqualTo(added(bpf, "bpf_link", false));
        assertThat(added(bpf, "ksym", true)).isEqualTo(added(bpf, "ksym", false));
    }

    /**
     * Returns the names that a list shows more while an object of the example with two programs is loaded and attached;
     * tags of programs are masked. Nothing if the kernel lacks the list.
     */
    private static List<String> added(BpfSession bpf, String list, boolean coverage) {
        try (BpfObject listing = load(bpf, list, UnaryOperator.identity(), false)) {
            IteratorReader reader = listing.programs().get(0).pin();
            // The first load of an object leaves its template behind, which has maps and programs of its own.
            load(bpf, "two_programs", UnaryOperator.identity(), coverage).close();
            Set<String> before = Set.copyOf(reader.lines());
            try (BpfObject object = load(bpf, "two_programs", UnaryOperator.identity(), coverage)) {
                object.programs().forEach(BpfProgram::attach);
                return reader.lines().stream()
                        .filter(line -> !before.contains(line))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .map(name -> name.replaceAll("bpf_prog_[0-9a-f]{16}", "bpf_prog_TAG"))
                        .sorted()
                        .toList();
            }
        } catch (BpfException e) {
            if (!e.isUnavailable()) {
                throw e;
            }
            return List.of();
        }
    }

    /** Chooses what the programs of an object walk, for which the object without probes is given. */
    private interface Walk {
        IteratorOptions of(BpfObject plain) throws Exception;
    }

    /** Both objects are loaded at the same time, so that a list of maps or programs has all of both. */
    private void compare(BpfSession bpf, String name, UnaryOperator<OpenBpfObject> configure, Walk walk)
            throws Exception {
        try (BpfObject plain = load(bpf, name, configure, false);
                BpfObject probed = load(bpf, name, configure, true)) {
            IteratorOptions options = walk.of(plain);
            for (BpfProgram program : plain.programs()) {
                compare(name, program, probed.program(program.name()), options);
            }
            assertThat(probed.coverage().lines()).as(name).isNotEmpty();
            compared.add(name);
        } catch (BpfException e) {
            if (!e.isUnavailable()) {
                throw e;
            }
            leftOut.add(name + ": " + e.getMessage());
        }
    }

    private static BpfObject load(
            BpfSession bpf, String name, UnaryOperator<OpenBpfObject> configure, boolean coverage) {
        System.setProperty(SETTING, String.valueOf(coverage));
        return configure.apply(bpf.open(name + ".bpf.o")).load();
    }

    private static void compare(String name, BpfProgram plain, BpfProgram probed, IteratorOptions options) {
        IteratorReader one = plain.pin(options);
        IteratorReader other = probed.pin(options);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            byte[] first = one.bytes();
            byte[] withProbes = other.bytes();
            if (Arrays.equals(first, one.bytes())) {
                assertThat(withProbes).as(name).isNotEmpty().isEqualTo(first);
                return;
            }
        }
        throw new AssertionError("The output of " + name + " changes with each of " + ATTEMPTS + " reads.");
    }
}
