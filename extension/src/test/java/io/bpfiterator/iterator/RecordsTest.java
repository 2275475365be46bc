// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.iterator.IteratorSource;
import io.bpfiterator.internal.iterator.OpenRuns;
import io.bpfiterator.internal.iterator.SourceReader;
import io.bpfiterator.internal.text.Listing;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.ObjectBtf;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Reads the structs that a program writes, with the layout that clang gives them. */
@NeedsKernel
class RecordsTest {

    private static final String RECORDS = "/records.bpf.o";
    private static final Btf BTF = ObjectBtf.read(RECORDS);

    enum Color {
        RED,
        GREEN,
        BLUE
    }

    record Point(short x, short y) {}

    record Version(int major, int minor) {}

    record Event(
            int pid,
            String comm,
            Color color,
            Point origin,
            List<Point> corners,
            List<List<Integer>> grid,
            int kind,
            int delta,
            boolean urgent,
            Color shade,
            long serial,
            long cookie,
            long low,
            long high,
            long task,
            long uid,
            boolean live,
            BigInteger startTime,
            Version version) {}

    record Pid(int pid) {}

    private static <T> List<T> all(Stream<T> records) {
        try (records) {
            return records.toList();
        }
    }

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessage(message);
    }

    @Nested
    @BpfIterator(obj = RECORDS, program = "dump_three")
    class Structs {

        @Test
        void become_records_with_all_members(IteratorReader reader) {
            List<Event> events = all(reader.records(Event.class));

            assertThat(events).extracting(Event::pid).containsExactly(1, 2, 3);
            assertThat(events)
                    .first()
                    .isEqualTo(new Event(
                            1,
                            "iterator",
                            Color.GREEN,
                            new Point((short) -1, (short) 2),
                            List.of(new Point((short) 3, (short) 4), new Point((short) 5, (short) -6)),
                            List.of(List.of(1, 2, 3), List.of(4, 5, 6)),
                            5,
                            -7,
                            true,
                            Color.BLUE,
                            0x8123456789L,
                            0x1122334455667788L,
                            0x55667788L,
                            0x11223344L,
                            0xffff888012345678L,
                            4000000000L,
                            true,
                            new BigInteger("18446744073709551615"),
                            new Version(6, 18)));
        }

        @Test
        void are_written_as_clang_lays_them_out(IteratorReader reader) {
            Codec<Event> codec =
                    Codecs.of(Event.class, BTF, BTF.structId("event").orElseThrow(), "The records");
            byte[] written = reader.bytes();

            assertThat(all(reader.records(codec)).stream().map(codec::encode).reduce(new byte[0], RecordsTest::join))
                    .isEqualTo(written);
        }

        @Test
        void are_found_by_another_name(IteratorReader reader) {
            assertThat(all(reader.records(Pid.class, "event"))).containsExactly(new Pid(1), new Pid(2), new Pid(3));
        }

        @Test
        void need_no_pin(BpfSession bpf) {
            IteratorReader unpinned =
                    bpf.open(RECORDS).load().program("dump_three").attach().reader();

            assertThat(all(unpinned.records(Pid.class, "event"))).hasSize(3);
        }

        @Test
        void arrive_in_chunks_of_any_size(IteratorReader reader) {
            for (int chunk : new int[] {1, 7, 112, 200}) {
                assertThat(all(reader.withChunkSize(chunk).records(Pid.class, "event")))
                        .hasSize(3);
            }
        }

        @Test
        void may_be_described_by_hand(IteratorReader reader) {
            record Head(int pid, String comm, long color) {}
            Layout<Head> layout = Layout.of(Head.class)
                    .i32("pid")
                    .chars("comm", 16)
                    .u32("color")
                    .padding(88)
                    .build();

            assertThat(all(reader.records(layout))).first().isEqualTo(new Head(1, "iterator", 2));
        }

        @Test
        void that_do_not_fit_the_Java_type_are_named(IteratorReader reader) {
            record Owner(int uid) {}

            fails(
                    () -> all(reader.records(Owner.class, "event")),
                    "Cannot decode record 0 of iterator dump_three: Owner.uid: 4000000000 of fixed_user_id"
                            + " does not fit Java's Integer"
                            + " (-2147483648 to 2147483647). Use a wider type.");
        }
    }

    @Nested
    class A_packed_struct {

        record Squeezed(int first, long second, int third) {}

        @Test
        void is_read_as_clang_packs_it(@BpfIterator(obj = RECORDS, program = "dump_squeezed") IteratorReader reader) {
            assertThat(all(reader.records(Squeezed.class)))
                    .containsExactly(new Squeezed(15, 0x4000000000000001L, 0x01020304));
        }
    }

    @Nested
    @BpfIterator(obj = RECORDS, program = "dump_three")
    class A_struct_that_is_missing {

        record TcpEvent(int pid) {}

        @Test
        void with_a_misspelt_name_are_corrected(IteratorReader reader) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> reader.records(Pid.class, "evnt"))
                    .withMessageContaining(
                            ". Did you mean struct event? Otherwise, to make clang emit the struct, declare a"
                                    + " global variable: struct evnt *unused.");
        }

        @Test
        void is_an_error_that_lists_the_others(IteratorReader reader) {
            fails(
                    () -> reader.records(TcpEvent.class),
                    "Cannot read records of iterator dump_three as struct tcp_event: the BTF of its object has only: "
                            + Listing.of(BTF.structNames().stream()
                                    .sorted(Comparator.comparing(name ->
                                            Btf.ofKernel().structId(name).isPresent()))
                                    .toList())
                            + ". Correct the name. To make clang emit the struct, declare a global variable: struct"
                            + " tcp_event *unused.");
            assertThat(BTF.structNames()).contains("event", "point", "version_t", "squeezed");
        }

        @Test
        void because_of_missing_BTF_is_an_error(IteratorReader reader) {
            IteratorReader untyped = new SourceReader(new IteratorSource() {
                @Override
                public String name() {
                    return reader.name();
                }

                @Override
                public Optional<Path> path() {
                    return Optional.empty();
                }

                @Override
                public OpenRuns runs() {
                    return new OpenRuns();
                }

                @Override
                public int open() {
                    throw new AssertionError("must not be read");
                }
            });
            fails(
                    () -> untyped.records(Pid.class, "event"),
                    "Cannot read records of iterator dump_three as struct event: the BTF of its object is not"
                            + " available. Compile the program with clang -g, or describe the records with a Layout.");
        }

        @Test
        void is_not_replaced_by_a_record_that_does_not_match(IteratorReader reader) {
            record Point(long z) {}

            fails(
                    () -> reader.records(Point.class),
                    "The records of iterator dump_three: Point.z has no member of its name in struct point { short x;"
                            + " short y; }. Rename the component, or remove it.");
        }

        @Test
        void or_empty_is_an_error(IteratorReader reader) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> reader.records(Codecs.of(byte[].class, 0, "the records")))
                    .withMessageStartingWith("Cannot read records of iterator dump_three: a record of ");
        }
    }

    @Nested
    class A_run {

        @Test
        void without_output_has_no_records(@BpfIterator(obj = RECORDS, program = "silent") IteratorReader reader) {
            assertThat(all(reader.records(Event.class))).isEmpty();
        }

        @Test
        void that_ends_within_a_record_is_an_error_after_the_complete_records(
                @BpfIterator(obj = RECORDS, program = "truncated") IteratorReader reader) {
            try (Stream<Event> events = reader.records(Event.class)) {
                Iterator<Event> iterator = events.iterator();
                assertThat(iterator.next().pid()).isEqualTo(1);
                fails(
                        iterator::hasNext,
                        "The output of iterator truncated ended within record 1: only 5 of 112 bytes were left. Read"
                                + " it as the struct that the program writes.");
            }
        }

        @Test
        void that_fails_is_an_error_after_the_records_before_it(
                @BpfIterator(obj = RECORDS, program = "failing") IteratorReader reader) {
            try (Stream<Event> events = reader.records(Event.class)) {
                Iterator<Event> iterator = events.iterator();
                assertThat(iterator.next().pid()).isEqualTo(1);
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(iterator::hasNext)
                        .withMessageStartingWith("Reading iterator failing failed after 112 bytes: ")
                        .satisfies(failure -> assertThat(failure.errno()).hasValue(Errno.E2BIG.number()));
            }
        }
    }

    @Nested
    @BpfIterator(obj = "/many_records.bpf.o", map = "name slots")
    @NeedsMapIterators
    class A_million_records {

        record Slot(long position, int half, long square) {}

        private static final int COUNT = 1_000_000;

        @Test
        void pass_one_by_one(IteratorReader reader) {
            try (Stream<Slot> slots = reader.records(Slot.class)) {
                long[] next = {0};
                slots.forEach(slot -> {
                    long position = next[0]++;
                    assertSlot(slot, position);
                });
                assertThat(next[0]).isEqualTo(COUNT);
            }
        }

        /** Does not use AssertJ, which is slower than reading the records. */
        private void assertSlot(Slot slot, long position) {
            if (slot.position() != position || slot.half() != position / 2 || slot.square() != position * position) {
                throw new AssertionError(slot + " is not the slot at " + position);
            }
        }

        @Test
        void are_not_kept_in_memory(IteratorReader reader) {
            try (Stream<Slot> slots = reader.records(Slot.class)) {
                List<WeakReference<Slot>> some = slots.filter(slot -> slot.position() % 100_000 == 0)
                        .map(WeakReference::new)
                        .toList();
                System.gc();
                assertThat(some).hasSize(10).allMatch(reference -> reference.refersTo(null));
            }
        }

        @Test
        void need_not_be_read_to_the_end(IteratorReader reader) throws IOException {
            try (Stream<Slot> slots = reader.records(Slot.class)) {
                assertThat(slots.limit(3).map(Slot::position).toList()).containsExactly(0L, 1L, 2L);
                assertThat(openRuns(reader)).isOne();
            }
            assertThat(openRuns(reader)).isZero();
        }

        private long openRuns(IteratorReader reader) throws IOException {
            String pin = reader.path().getFileName().toString();
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return descriptors
                        .filter(descriptor -> target(descriptor).endsWith(pin))
                        .count();
            }
        }

        /** Another thread, or the listing itself, may have closed the descriptor concurrently. */
        private String target(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString();
            } catch (IOException e) {
                return "";
            }
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
