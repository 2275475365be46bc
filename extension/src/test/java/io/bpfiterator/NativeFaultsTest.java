// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.KernelFile;
import io.bpfiterator.internal.junit.KernelMessages;
import io.bpfiterator.internal.libbpf.BtfDump;
import io.bpfiterator.internal.libbpf.NativeFaults;
import io.bpfiterator.internal.libbpf.NativeFaults.Call;
import io.bpfiterator.internal.libbpf.NativeFaults.Steps;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.TestRunInput;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.LinuxSocketOption;
import io.bpfiterator.map.MapType;
import io.bpfiterator.map.RingBuffer;
import io.bpfiterator.map.SocketDescriptor;
import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.EachFault;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each native call fails in turn, with each of some errors. Either the library needs no answer, or the test gets one
 * exception with a message that has the error's name and a remedy; nothing is left in the kernel or this process.
 */
@NeedsKernel
class NativeFaultsTest {

    private static KernelObjects before;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember() {
        before = KernelObjects.now();
    }

    @AfterAll
    static void nothing_is_left_in_the_kernel() throws Exception {
        assertThat(before.addedSince()).isEmpty();
    }

    private static void withEachFault(Steps steps) throws Exception {
        assertThat(EachFault.of(steps)).isEmpty();
    }

    @Nested
    class Objects_and_iterators {

        @Test
        void loaded_from_a_template() throws Exception {
            withEachFault(() -> usesAnObject(false));
        }

        @Test
        void loaded_through_libbpf() throws Exception {
            withEachFault(() -> usesAnObject(true));
        }

        private static void usesAnObject(boolean debug) {
            try (BpfSession session = BpfSession.open()) {
                BpfObject object = session.open("/globals.bpf.o", debug)
                        .only("count")
                        .global("minimum", 5)
                        .load();
                object.global("balance").set(7L);
                BpfLink link = object.program("count").attach();
                assertThat(link.reader().text()).contains("minimum 5 ", "balance 7 ");
                assertThat(object.global("balance").asLong()).isEqualTo(8);
                link.update(object.program("count"));
                assertThat(link.info().programId())
                        .isEqualTo(object.program("count").info().id());
                assertThat(object.program("count").complexity().peakStates()).isPositive();
            }
        }

        @Test
        void loaded_with_another_number_of_elements() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfObject object = session.open("/inner_map.bpf.o", true)
                            .only()
                            .maxEntries("faults_points", 8)
                            .load();
                    assertThat(object.map("faults_points").info().maxEntries()).isEqualTo(8);
                }
            });
        }

        @Test
        void attached_by_libbpf() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfObject object = session.open("/parameters.bpf.o")
                            .only("count_calls")
                            .load();
                    assertThat(object.program("count_calls").attach().info().id())
                            .isPositive();
                }
            });
        }

        @Test
        void attached_to_a_cgroup() throws Exception {
            Path own =
                    IteratorOptions.cgroupOfThisProcess(CgroupOrder.SELF_ONLY).directory();
            try (BpfSession session = BpfSession.open()) {
                BpfObject object =
                        session.open("/driven.bpf.o").only("count_packets").load();
                withEachFault(() -> {
                    try (BpfLink link = object.program("count_packets").attachToCgroup(own)) {
                        assertThat(link.info().id()).isPositive();
                    }
                });
            }
        }

        @Test
        void called_in_a_test_run() throws Exception {
            try (BpfSession session = BpfSession.open()) {
                BpfObject object = session.open("/driven.bpf.o").only("add").load();
                TestRunInput numbers = TestRunInput.none().withContext(new byte[16]);
                withEachFault(
                        () -> assertThat(object.program("add").testRun(numbers).context())
                                .hasSize(16));
            }
        }

        /** A map of struct_ops is registered only once. */
        @Test
        void registered_as_struct_ops() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    session.open("/congestion.bpf.o").load().register("idle");
                }
            });
        }

        @Test
        void pinned() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfLink link = session.open("/task.bpf.o")
                            .load()
                            .program("dump_task")
                            .attach();
                    Path pin = link.pin("tasks").path();
                    assertThat(session.reader(pin).lines()).hasSizeGreaterThan(1);
                }
            });
        }

        @Test
        void restricted_to_a_process_or_thread() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfObject object = session.open("/task.bpf.o").load();
                    IteratorOptions process = IteratorOptions.process(ProcessHandle.current());
                    assertThat(object.program("dump_task")
                                    .attach(process)
                                    .reader()
                                    .lines())
                            .hasSizeGreaterThan(2);
                    IteratorOptions thread =
                            IteratorOptions.thread(ProcessHandle.current().pid());
                    assertThat(object.program("dump_task")
                                    .attach(thread)
                                    .reader()
                                    .lines())
                            .hasSize(2);
                }
            });
        }

        @Test
        @NeedsMapIterators
        void over_the_elements_of_a_map() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfObject object = session.open("/map_elem.bpf.o").load();
                    object.map("counters", Integer.class, Long.class).put(1, 2L);
                    IteratorOptions map = IteratorOptions.map(object.map("counters"));
                    assertThat(object.program("dump_elements").pin(map).lines()).contains("1: 2", "sum: 2");
                }
            });
        }
    }

    @Nested
    class Maps {

        record Point(int x, int y) {}

        @Test
        void of_numbers() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfMap<Integer, Long> map = session.map(MapType.HASH, "faults", Integer.class, Long.class, 4);
                    map.put(1, 10L);
                    map.putAll(Map.of(2, 20L, 3, 30L));
                    assertThat(map.get(1)).hasValue(10L);
                    assertThat(map.keys()).containsExactlyInAnyOrder(1, 2, 3);
                    assertThat(map.remove(1)).isTrue();
                    assertThat(map.entries()).containsOnly(Map.entry(2, 20L), Map.entry(3, 30L));
                    map.clear();
                    assertThat(map.keys()).isEmpty();
                }
            });
        }

        @Test
        void with_a_value_for_each_cpu() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    assertThat(session.perCpuMap(MapType.PERCPU_ARRAY, "faults", Integer.class, Long.class, 1)
                                    .get(0)
                                    .orElseThrow())
                            .hasSize(BpfSession.possibleCpus());
                }
            });
        }

        @Test
        void of_sockets() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open();
                        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                    socket.connect(socket.getLocalSocketAddress());
                    BpfMap<Integer, Long> map = session.map(MapType.SK_STORAGE, "faults", Integer.class, Long.class, 0);
                    int descriptor = SocketDescriptor.of(socket);
                    map.put(descriptor, 5L);
                    assertThat(map.get(descriptor)).hasValue(5L);
                    assertThat(SocketDescriptor.cookie(descriptor)).isPositive();
                    LinuxSocketOption.SO_MARK.set(descriptor, 7);
                    assertThat(LinuxSocketOption.SO_MARK.get(descriptor)).isEqualTo(7);
                }
            });
        }

        @Test
        void of_other_objects() throws Exception {
            try (BpfSession owner = BpfSession.open()) {
                BpfObject object = owner.open("/inner_map.bpf.o").only().load();
                BpfMap<byte[], byte[]> points = object.map("faults_points");
                Path pin = owner.pinPath("faults_points");
                points.pin(pin);
                points.typed(Integer.class, Point.class).put(1, new Point(2, 3));
                withEachFault(() -> {
                    try (BpfSession session = BpfSession.open()) {
                        for (String reference :
                                List.of("pinned " + pin, "id " + points.info().id(), "name faults_points")) {
                            assertThat(session.map(reference)
                                            .typed(Integer.class, Point.class)
                                            .get(1))
                                    .hasValue(new Point(2, 3));
                        }
                    }
                });
            }
        }

        @Test
        void of_maps() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    readsTheInnerMap(session.open("/inner_map.bpf.o").only().load());
                }
            });
        }

        private static void readsTheInnerMap(BpfObject object) {
            BpfMap<Integer, BpfMap<byte[], byte[]>> outer = object.map("outer").ofMaps(Integer.class);
            try (BpfMap<byte[], byte[]> inner = outer.get(1).orElseThrow()) {
                assertThat(inner.info().id())
                        .isEqualTo(object.map("inner").info().id());
            }
        }

        @Test
        void read_as_a_ring_buffer() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfObject object = session.open("/maps.bpf.o").only().load();
                    try (RingBuffer buffer = object.map("events").ringBuffer()) {
                        assertThat(buffer.take()).isEmpty();
                    }
                }
            });
        }

        @Test
        void pinned_by_the_test() throws Exception {
            withEachFault(() -> {
                try (BpfSession session = BpfSession.open()) {
                    BpfMap<Integer, Long> map = session.map(MapType.ARRAY, "faults", Integer.class, Long.class, 1);
                    Path pin = session.pinPath("map");
                    map.pin(pin);
                    assertThat(pin).exists();
                }
            });
        }
    }

    @Nested
    class An_interrupted_read {

        /** Other errors are part of the text, and so are missing messages. */
        @Test
        void of_the_kernels_messages_is_repeated() throws Exception {
            Steps steps = () -> {
                try (KernelMessages messages = KernelMessages.sinceNow()) {
                    assertThat(messages.read()).doesNotContain("Cannot read");
                }
            };
            List<Call> calls = NativeFaults.none(steps).calls();
            int read = calls.stream().map(Call::function).toList().indexOf("read");

            assertThat(NativeFaults.at(read, Errno.EINTR, steps).thrown()).isEmpty();
            assertThat(NativeFaults.at(read, Errno.EPERM, steps).thrown()).isPresent();
        }
    }

    @Nested
    class Surroundings {

        @Test
        void network_namespaces() throws Exception {
            withEachFault(Surroundings::entersANetworkNamespace);
        }

        private static void entersANetworkNamespace() {
            try (NetworkNamespace namespace = NetworkNamespace.create()) {
                long inside = namespace.call(NetworkNamespace::currentInode);
                assertThat(inside).isEqualTo(namespace.inode()).isNotEqualTo(NetworkNamespace.currentInode());
            }
        }

        @Test
        void network_namespaces_that_the_kernel_does_not_accept() throws Exception {
            Steps steps = Surroundings::entersANetworkNamespace;
            List<String> calls = NativeFaults.none(steps).calls().stream()
                    .map(Call::function)
                    .toList();
            assertThat(calls).contains("setns");
            for (int i = calls.indexOf("setns"); i <= calls.lastIndexOf("setns"); i++) {
                if (calls.get(i).equals("setns")) {
                    assertThat(NativeFaults.at(i, Errno.EINVAL, steps).thrown().orElseThrow())
                            .hasMessageMatching(".+: setns\\(2\\) failed \\(EINVAL\\)\\. (Use|Let) .+\\.");
                }
            }
        }

        @Test
        void messages_of_the_kernel() throws Exception {
            withEachFault(() -> {
                try (KernelMessages messages = KernelMessages.sinceNow()) {
                    assertThat(messages.read()).isNotNull();
                }
            });
        }

        @Test
        void types_as_c() throws Exception {
            byte[] types = KernelFile.rawTypes(Path.of("target/test-classes/globals.bpf.o"));
            withEachFault(() -> BtfDump.appendTypes(types, "the types", directory.resolve("types.h")));
        }

        @Test
        void types_of_the_kernel() throws Exception {
            Steps steps = () -> BtfDump.appendKernelTypes(directory.resolve("vmlinux.h"));

            assertThat(NativeFaults.at(0, Errno.ENOMEM, steps).thrown().orElseThrow())
                    .hasMessageStartingWith("Cannot read the BTF of the running kernel: the kernel has no memory for it"
                            + " (ENOMEM). Use smaller maps, or ");
        }
    }
}
