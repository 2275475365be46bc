// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalArgumentException;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.TestRunInput;
import io.bpfiterator.iterator.TestRunResult;
import io.bpfiterator.support.NeedsKernel;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Programs beside an iterator that a test calls, attaches to a cgroup or registers. */
@NeedsKernel
@BpfTest
class DrivenProgramsTest {

    private static final Path CONGESTION_CONTROLS = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    @Nested
    class A_test_run {

        private BpfObject load(BpfSession bpf, String program) {
            return bpf.open("/driven.bpf.o").only(program).load();
        }

        @Test
        void passes_a_context_and_returns_it_changed(BpfSession bpf) {
            byte[] numbers = ByteBuffer.allocate(16)
                    .order(ByteOrder.nativeOrder())
                    .putInt(40)
                    .putInt(2)
                    .array();

            TestRunResult result =
                    load(bpf, "add").program("add").testRun(TestRunInput.none().withContext(numbers));

            assertThat(result.returnValue()).isEqualTo(1);
            assertThat(ByteBuffer.wrap(result.context())
                            .order(ByteOrder.nativeOrder())
                            .getLong(8))
                    .isEqualTo(42);
            assertThat(numbers).as("the input").endsWith(0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Test
        void passes_data_and_returns_it_with_the_duration(BpfSession bpf) {
            byte[] packet = new byte[64];
            packet[63] = 42;

            TestRunResult result = load(bpf, "accept_all")
                    .program("accept_all")
                    .testRun(TestRunInput.none().withData(packet).repeated(100));

            assertThat(result.returnValue()).isEqualTo(7);
            assertThat(result.data()).isEqualTo(packet);
            assertThat(result.context()).isEmpty();
        }

        @Test
        void passes_the_context_of_a_packet_and_returns_it(BpfSession bpf) {
            // struct __sk_buff: its third member is the mark.
            byte[] packet = ByteBuffer.allocate(192)
                    .order(ByteOrder.nativeOrder())
                    .putInt(8, 42)
                    .array();

            TestRunResult result = load(bpf, "accept_all")
                    .program("accept_all")
                    .testRun(TestRunInput.none().withContext(packet).withData(new byte[64]));

            assertThat(ByteBuffer.wrap(result.context())
                            .order(ByteOrder.nativeOrder())
                            .getInt(8))
                    .isEqualTo(42);
        }

        @Test
        void is_repeated_as_often_as_it_says(BpfSession bpf) {
            BpfObject object = load(bpf, "count_packets");
            object.program("count_packets")
                    .testRun(TestRunInput.none().withData(new byte[64]).repeated(5));

            assertThat(object.global("packets").asInt()).isEqualTo(5);
        }

        @Test
        void of_a_program_of_sockets_needs_data(BpfSession bpf) {
            BpfObject object = load(bpf, "accept_all");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.program("accept_all").testRun(TestRunInput.none()))
                    .withMessageContainingAll("Cannot run program accept_all", "(EINVAL)", "at least 14 bytes of data");
        }

        @Test
        void of_an_iterator_is_not_possible(BpfSession bpf) {
            BpfObject object = load(bpf, "do_nothing");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.program("do_nothing").testRun(TestRunInput.none()))
                    .withMessageStartingWith(
                            "Cannot run program do_nothing (iter/task): the kernel does not run iterators on"
                                    + " request (E")
                    .withMessageEndingWith("). Attach it, and read it.");
        }

        @Test
        void repeats_at_least_once() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TestRunInput.none().repeated(0))
                    .withMessage("A program runs at least once, but repetitions is 0.");
        }
    }

    @Nested
    class A_link_to_a_cgroup {

        private final Path own =
                IteratorOptions.cgroupOfThisProcess(CgroupOrder.SELF_ONLY).directory();

        @Test
        void lasts_until_it_is_closed(BpfSession bpf) throws Exception {
            BpfObject object = bpf.open("/driven.bpf.o").only("count_packets").load();
            try (BpfLink link = object.program("count_packets").attachToCgroup(own)) {
                send();
                assertThat(object.global("packets").asInt()).isPositive();
            }
            int counted = object.global("packets").asInt();
            send();
            assertThat(object.global("packets").asInt()).isEqualTo(counted);
        }

        private void send() throws Exception {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
            }
        }

        @Test
        void is_not_for_iterators(BpfSession bpf) {
            BpfObject object = bpf.open("/driven.bpf.o").only("do_nothing").load();
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.program("do_nothing").attachToCgroup(own))
                    .withMessageContaining("with IteratorOptions.cgroup");
        }
    }

    @Nested
    class A_map_of_struct_ops {

        @Test
        void is_registered_until_its_link_is_closed(BpfSession bpf) throws Exception {
            BpfObject object = bpf.open("/congestion.bpf.o").load();
            try (BpfLink link = object.register("idle")) {
                assertThat(CONGESTION_CONTROLS).content().contains("bpf_iter_idle");
            }
            assertThat(Files.readString(CONGESTION_CONTROLS)).doesNotContain("bpf_iter_idle");
        }

        @Test
        void is_not_any_other_map(BpfSession bpf) {
            BpfObject object = bpf.open("/driven.bpf.o").load();
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.register(".bss"))
                    .withMessageContaining("bss");
        }
    }
}
