// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.UpdateMode;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NeedsKernel
@NeedsMapIterators
class BpfMapTest extends MapsOfAllTypes {

    @Nested
    class A_hash {

        private final BpfMap<Integer, Point> points = object.map("points", Integer.class, Point.class);

        @Test
        void holds_records_by_the_types_of_its_object() {
            points.put(1, new Point(10, -10));
            points.put(2, new Point(Integer.MIN_VALUE, Integer.MAX_VALUE));

            assertThat(points.get(1)).contains(new Point(10, -10));
            assertThat(points.get(2)).contains(new Point(Integer.MIN_VALUE, Integer.MAX_VALUE));
            assertThat(object.program("dump_points")
                            .pin(IteratorOptions.map(points))
                            .lines())
                    .containsExactlyInAnyOrder("10 -10", "-2147483648 2147483647");
        }

        @Test
        void has_no_value_for_a_key_that_was_not_put() {
            assertThat(points.get(1)).isEmpty();
            assertThat(points.remove(1)).isFalse();
            assertThat(points.keys()).isEmpty();
            assertThat(points.entries()).isEmpty();
        }

        @Test
        void returns_whether_a_key_was_removed() {
            points.put(1, new Point(1, 1));

            assertThat(points.remove(1)).isTrue();
            assertThat(points.remove(1)).isFalse();
        }

        @Test
        void is_filled_with_one_call_and_emptied() {
            Map<Integer, Point> some = Map.of(1, new Point(1, 2), 2, new Point(3, 4), 3, new Point(5, 6));
            points.putAll(some);

            assertThat(points.entries()).isEqualTo(some);
            assertThat(points.keys()).containsExactlyInAnyOrder(1, 2, 3);

            points.putAll(Map.of());
            points.clear();
            points.clear();

            assertThat(points.entries()).isEmpty();
        }

        @Test
        void creates_or_changes_an_element_only_as_the_mode_allows() {
            fails(
                    () -> points.put(1, new Point(0, 0), UpdateMode.EXIST),
                    "Cannot put 1 in map points (hash, id ",
                    "): the key has no value (ENOENT). Use UpdateMode.ANY or NOEXIST to create one.");

            points.put(1, new Point(1, 1), UpdateMode.NOEXIST);
            points.put(1, new Point(2, 2), UpdateMode.EXIST);
            points.put(1, new Point(3, 3), UpdateMode.ANY);

            fails(
                    () -> points.put(1, new Point(4, 4), UpdateMode.NOEXIST),
                    "): the key already has a value (EEXIST). Use UpdateMode.ANY or EXIST to change it.");
            assertThat(points.get(1)).contains(new Point(3, 3));
        }

        @Test
        void reports_its_capacity_when_it_is_full() {
            for (int key = 0; key < 4; key++) {
                points.put(key, new Point(key, key));
            }

            fails(
                    () -> points.put(4, new Point(4, 4)),
                    "Cannot put 4 in map points (hash, id ",
                    "): the map is full: it has room for 4 elements (E2BIG).");
            fails(
                    () -> points.putAll(Map.of(5, new Point(5, 5))),
                    "Cannot put 1 element in map points",
                    "the map is full");
            points.put(3, new Point(0, 0));
        }

        @Test
        void accepts_keys_and_values_as_bytes() {
            BpfMap<byte[], byte[]> raw = object.map("points");
            raw.put(bytes(7), ByteBuffer.allocate(8).put(bytes(1)).put(bytes(2)).array());

            assertThat(points.get(7)).contains(new Point(1, 2));
            assertThat(raw.get(bytes(7)))
                    .hasValueSatisfying(value -> assertThat(value).hasSize(8).startsWith(bytes(1)));
            assertThat(raw.remove(bytes(7))).isTrue();
        }

        @Test
        void refuses_bytes_of_another_size() {
            BpfMap<byte[], byte[]> raw = object.map("points");

            fails(
                    () -> raw.put(new byte[3], new byte[8]),
                    "In map points (hash, id ",
                    "3 bytes were given instead of 4");
            fails(() -> raw.put(new byte[4], new byte[9]), "9 bytes were given instead of 8");
            fails(() -> raw.get(new byte[5]), "5 bytes were given instead of 4");
            fails(() -> raw.remove(new byte[0]), "0 bytes were given instead of 4");
            fails(() -> raw.putAll(Map.of(new byte[4], new byte[7])), "7 bytes were given instead of 8");
        }

        @Test
        void refuses_null() {
            assertThatNullPointerException()
                    .isThrownBy(() -> points.put(null, new Point(1, 1)))
                    .withMessage("Cannot use null as a key or value of a map.");
            assertThatNullPointerException()
                    .isThrownBy(() -> points.put(1, null))
                    .withMessage("Cannot use null as a key or value of a map.");
            assertThatNullPointerException().isThrownBy(() -> points.get(null));
            assertThatNullPointerException().isThrownBy(() -> points.remove(null));
            assertThatNullPointerException().isThrownBy(() -> points.putAll(Collections.singletonMap(1, null)));
        }

        @Test
        void refuses_types_that_do_not_fit() {
            BpfMap<byte[], byte[]> raw = object.map("points");

            fails(() -> raw.typed(Short.class, Point.class), "The keys of map points (hash, id ", "Short cannot hold");
            fails(() -> raw.typed(Integer.class, Long.class), "The values of map points (hash, id ", "struct point");
            fails(() -> points.get(-2), "In map points (hash, id ", "-2 does not fit __u32 (0 to 4294967295)");
            fails(
                    () -> raw.perCpu(Integer.class, Point.class),
                    "Cannot call perCpu on map points (hash, id ",
                    "): it has one value for all CPUs. Call typed.");
            fails(
                    () -> raw.ofMaps(Integer.class),
                    "Cannot call ofMaps on map points (hash, id ",
                    "): it is not a map of maps. Call typed.");
        }
    }

    @Nested
    class A_closed_map {

        @Test
        void fails_every_call() {
            BpfMap<Integer, Point> points = object.map("points", Integer.class, Point.class);
            object.close();

            List<ThrowingCallable> calls = List.of(
                    () -> points.put(1, new Point(1, 1)),
                    () -> points.get(1),
                    () -> points.remove(1),
                    points::keys,
                    points::entries,
                    points::clear,
                    () -> points.putAll(Map.of(1, new Point(1, 1))));
            for (ThrowingCallable call : calls) {
                assertThatIllegalStateException()
                        .isThrownBy(call)
                        .withMessage("Cannot use map points: it is closed. Use it before its owner is closed.");
            }
            points.close();
        }

        @Test
        void still_has_its_name_and_info() {
            BpfMap<byte[], byte[]> points = object.map("points");
            points.close();

            assertThat(points.name()).isEqualTo("points");
            assertThat(points.info().maxEntries()).isEqualTo(4);
        }
    }

    @Nested
    class An_lru_hash {

        @Test
        void makes_room_for_what_is_put() {
            BpfMap<Long, Integer> recent = object.map("recent", Long.class, Integer.class);
            for (long key = 0; key < 1000; key++) {
                recent.put(key, (int) key);
            }

            assertThat(recent.get(999L)).contains(999);
            assertThat(recent.keys()).hasSizeLessThan(1000);
        }

        @Test
        void refuses_a_value_that_its_c_type_cannot_hold() {
            BpfMap<Long, Integer> recent = object.map("recent", Long.class, Integer.class);

            fails(() -> recent.put(1L, 65536), "In map recent (lru_hash, id ", "65536");
        }
    }

    @Nested
    class An_array {

        private final BpfMap<Integer, Long> numbers = object.map("numbers", Integer.class, Long.class);

        @Test
        void has_all_its_elements_from_the_beginning() {
            numbers.putAll(Map.of(0, 1L, 2, -1L));

            assertThat(numbers.keys()).containsExactly(0, 1, 2);
            assertThat(numbers.entries()).isEqualTo(Map.of(0, 1L, 1, 0L, 2, -1L));
            assertThat(numbers.get(3)).isEmpty();
        }

        @Test
        void reports_its_keys() {
            fails(
                    () -> numbers.put(3, 1L),
                    "Cannot put 3 in map numbers (array, id ",
                    "): the keys of this map are 0 to 2 (E2BIG).");
        }

        @Test
        void keeps_its_elements() {
            fails(
                    () -> numbers.remove(1),
                    "Cannot remove 1 from map numbers (array, id ",
                    "): invalid argument (EINVAL). Put zeros instead of removing an element: an array keeps its"
                            + " elements.");
            fails(numbers::clear, "an array keeps its elements");
            fails(() -> numbers.put(1, 1L, UpdateMode.NOEXIST), "EEXIST");
        }
    }

    @Nested
    class A_per_cpu_map {

        @Test
        void has_a_value_for_each_cpu() {
            BpfMap<Integer, List<Integer>> hash = object.map("per_cpu_hash").perCpu(Integer.class, Integer.class);
            List<Integer> values =
                    java.util.stream.IntStream.range(100, 100 + CPUS).boxed().toList();
            hash.put(5, values);

            assertThat(hash.get(5)).contains(values);
            assertThat(hash.entries()).isEqualTo(Map.of(5, values));
            assertThat(hash.remove(5)).isTrue();
            assertThat(hash.get(5)).isEmpty();
        }

        @Test
        void that_is_an_array_begins_with_zeros() {
            BpfMap<Integer, List<Long>> array = object.map("per_cpu_array").perCpu(Integer.class, Long.class);
            assertThat(array.get(0)).contains(Collections.nCopies(CPUS, 0L));

            array.putAll(Map.of(0, Collections.nCopies(CPUS, Long.MIN_VALUE)));

            assertThat(array.get(0)).contains(Collections.nCopies(CPUS, Long.MIN_VALUE));
        }

        @Test
        void refuses_more_or_fewer_values_than_there_are_cpus() {
            BpfMap<Integer, List<Integer>> hash = object.map("per_cpu_hash").perCpu(Integer.class, Integer.class);

            fails(
                    () -> hash.put(1, List.of()),
                    "In map per_cpu_hash (percpu_hash, id ",
                    "0 values were given instead of " + CPUS + ". Give one value for each possible CPU.");
            fails(() -> hash.put(1, Collections.nCopies(CPUS + 1, 1)), "Give one value for each possible CPU.");
        }

        @Test
        void is_not_typed_with_one_value() {
            fails(
                    () -> object.map("per_cpu_hash", Integer.class, Integer.class),
                    "Cannot call typed on map per_cpu_hash (percpu_hash, id ",
                    "): it has a value for each CPU. Call perCpu(Integer.class, Integer.class).");
        }

        @Test
        void is_read_and_written_as_the_bytes_of_all_cpus() {
            BpfMap<byte[], byte[]> raw = object.map("per_cpu_hash");
            byte[] all = new byte[8 * CPUS];
            all[8 * (CPUS - 1)] = 42;

            raw.put(bytes(1), all);

            assertThat(raw.get(bytes(1)))
                    .hasValueSatisfying(value -> assertThat(value).isEqualTo(all));
            assertThat(raw.perCpu(Integer.class, Integer.class).get(1))
                    .hasValueSatisfying(values -> assertThat(values).last().isEqualTo(42));
            fails(() -> raw.put(bytes(1), new byte[4]), "4 bytes were given instead of " + 8 * CPUS);
        }
    }

    @Nested
    class A_value_with_a_spin_lock {

        @Test
        void is_put_and_read_without_the_lock() {
            BpfMap<Integer, Guarded> guarded = object.map("with_lock", Integer.class, Guarded.class);
            guarded.put(0, new Guarded(4_000_000_000L));

            assertThat(guarded.get(0)).contains(new Guarded(4_000_000_000L));
            assertThat(object.program("read_inner").pin().lines()).contains("guarded: 4000000000");
        }
    }

    @Nested
    class A_map_without_keys {

        @Test
        void cannot_be_walked() {
            fails(() -> object.map("events").keys(), "Cannot walk map events (ringbuf, id ", "operation not supported");
            fails(() -> object.map("events").get(new byte[0]), "Cannot get  from map events (ringbuf, id ");
        }
    }

    @Test
    void a_map_that_is_not_read_only_is_refused_for_a_privilege_or_by_a_security_module() {
        BpfMap<byte[], byte[]> points = object.map("points");

        assertThat(KernelMap.of(points)
                        .handle()
                        .failure("Cannot put it", Errno.EPERM.number())
                        .message())
                .isEqualTo("Cannot put it: either this process lacks a capability for bpf(2), or a security module"
                        + " refuses the call. Run as root, or with CAP_BPF.");
    }

    @Test
    void a_map_of_constants_is_read_only() {
        try (BpfObject globals = OpenedObject.open(Objects.file("globals")).load()) {
            BpfMap<byte[], byte[]> constants = globals.map("globals.rodata");

            fails(
                    () -> constants.put(new byte[4], new byte[constants.info().valueSize()]),
                    "the map is read-only since its object was loaded (EPERM).");
        }
    }
}
