// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps that exist without an object, or survive it. */
@NeedsKernel
@NeedsMapIterators
class StandaloneMapTest extends MapsOfAllTypes {

    @Nested
    class A_map_that_its_object_pins_by_name {

        @Test
        void is_not_pinned_and_not_shared_between_loads() {
            try (BpfObject other =
                            OpenedObject.open(Objects.file("maps_of_all_types")).load();
                    BpfObject throughLibbpf = OpenedObject.open(Objects.file("maps_of_all_types"), true)
                            .load()) {
                object.map("pinned_by_name", Integer.class, Long.class).put(1, 1L);

                assertThat(other.map("pinned_by_name").keys()).isEmpty();
                assertThat(throughLibbpf.map("pinned_by_name").keys()).isEmpty();
                assertThat(Path.of("/sys/fs/bpf/pinned_by_name")).doesNotExist();
            }
        }
    }

    @Nested
    class A_map_without_an_object {

        @Test
        void is_walked_by_an_iterator() {
            BpfMap<Integer, Long> hash = session.map(MapType.HASH, "own_hash", Integer.class, Long.class, 8);
            hash.put(3, 4L);

            assertThat(hash.info().name()).isEqualTo("own_hash");
            assertThat(hash.info().mapType()).isEqualTo(MapType.HASH);
            assertThat(object.program("dump_keys")
                            .pin(IteratorOptions.map(hash))
                            .lines())
                    .containsExactly("3");
        }

        @Test
        void can_be_an_array() {
            BpfMap<Integer, Short> array = session.map(MapType.ARRAY, "a", Integer.class, Short.class, 2);
            array.put(1, (short) -1);

            assertThat(array.entries()).isEqualTo(Map.of(0, (short) 0, 1, (short) -1));
        }

        @ParameterizedTest
        @EnumSource(names = {"PERCPU_HASH", "PERCPU_ARRAY", "LRU_PERCPU_HASH"})
        void can_have_a_value_for_each_cpu(MapType type) {
            BpfMap<Integer, List<Short>> perCpu = session.perCpuMap(type, "each", Integer.class, Short.class, 1);
            perCpu.put(0, Collections.nCopies(CPUS, (short) 5));

            assertThat(perCpu.get(0)).contains(Collections.nCopies(CPUS, (short) 5));
        }

        @Test
        void has_one_value_or_one_for_each_cpu_as_its_type_says() {
            fails(
                    () -> session.map(MapType.PERCPU_HASH, "each", Integer.class, Long.class, 1),
                    "Cannot create map each: type percpu_hash has a value for each CPU. Use perCpuMap or"
                            + " createPerCpu.");
            fails(
                    () -> session.perCpuMap(MapType.HASH, "one", Integer.class, Long.class, 1),
                    "Cannot create map one: type hash has one value for all CPUs. Use map or create.");
        }

        @Test
        void can_keep_values_with_sockets() {
            BpfMap<Integer, Long> storage =
                    session.map(MapType.SK_STORAGE, "own_storage", Integer.class, Long.class, 0);
            Fd socket = session.keep(
                    new Fd(Libc.libc().socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0), "a socket"));
            storage.put(socket.number(), 44L);

            assertThat(object.program("dump_storage")
                            .pin(IteratorOptions.map(storage))
                            .lines())
                    .containsExactly("state 7: 44");
        }

        @Test
        void has_a_name_that_the_kernel_accepts() {
            session.map(MapType.HASH, "fifteen_bytes_1", Byte.class, Byte.class, 1);

            fails(
                    () -> session.map(MapType.HASH, "sixteen_bytes_12", Byte.class, Byte.class, 1),
                    "Cannot create map sixteen_bytes_12: its name is longer than 15 bytes. Shorten it.");
            fails(
                    () -> session.map(MapType.HASH, "a b", Byte.class, Byte.class, 1),
                    "Cannot create map a b (hash, keys of 1 byte, values of 1 byte, 1 element): its name has characters"
                            + " that the kernel does not allow (EINVAL). Use only letters, digits, _ and the full"
                            + " stop.");
        }

        @Test
        void has_a_size_that_the_kernel_accepts() {
            fails(
                    () -> session.map(MapType.HASH, "none", Integer.class, Long.class, 0),
                    "it would have no elements (EINVAL). Set the number of elements to 1 or more.");
            fails(
                    () -> session.map(MapType.ARRAY, "short", Short.class, Long.class, 1),
                    "the keys of an array have 4 bytes (EINVAL). Use Integer as the type of the keys.");
            fails(
                    () -> session.map(MapType.HASH, "huge", Integer.class, Long.class, -1),
                    "E2BIG",
                    "Reduce the number of elements");
        }

        @Test
        void has_keys() {
            fails(
                    () -> session.map(MapType.RINGBUF, "events", Integer.class, Long.class, 4096),
                    "Cannot create map events: type ringbuf has no keys. Declare it in a BPF object.");
        }

        @Test
        void has_numbers_for_keys_and_values() {
            fails(
                    () -> session.map(MapType.HASH, "text", String.class, Long.class, 1),
                    "Cannot determine the size of the keys of map text: Java's String has no fixed size. Use Byte,"
                            + " Short, ");
        }
    }
}
