// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each assertion passes for right elements, and fails with the map's elements for wrong ones. */
@BpfTest
@NeedsKernel
class BpfMapAssertTest {

    private BpfMap<Integer, Long> counters;
    private BpfMap<Integer, Long> empty;

    @BeforeEach
    void make(BpfSession bpf) {
        counters = bpf.map(MapType.HASH, "counters", Integer.class, Long.class, 1000);
        counters.put(1, 10L);
        counters.put(2, 32L);
        empty = bpf.map(MapType.HASH, "nothing", Integer.class, Long.class, 1);
    }

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContainingAll(parts);
    }

    @Test
    void size() {
        assertThat(counters).hasSize(2).isNotEmpty();
        assertThat(empty).hasSize(0).isEmpty();
        assertFails(
                () -> assertThat(counters).hasSize(3),
                "Expected 3 elements, but found 2 in map counters (hash, id ",
                "which has 2 keys:\n  ",
                "1: 10",
                "2: 32");
        assertFails(() -> assertThat(counters).isEmpty(), "Expected no element in map counters", "2: 32");
        assertFails(() -> assertThat(empty).isNotEmpty(), "Expected an element in map nothing", "which is empty");
    }

    @Test
    void keys() {
        assertThat(counters).containsKey(1).doesNotContainKey(3);
        assertFails(() -> assertThat(counters).containsKey(3), "Expected a value for key 3 in map counters", "1: 10");
        assertFails(() -> assertThat(counters).doesNotContainKey(1), "Expected no value for key 1 in map counters");
    }

    @Test
    void entries() {
        assertThat(counters).containsEntry(1, 10L).entries().containsOnlyKeys(1, 2);
        assertFails(
                () -> assertThat(counters).containsEntry(1, 11L),
                "Expected 11 for key 1, but found 10 in map counters");
        assertFails(
                () -> assertThat(counters).containsEntry(3, 11L),
                "Expected 11 for key 3, but found no value in map counters");
        assertFails(() -> assertThat(counters).entries().containsKey(3), "elements of map counters (hash, id ");
    }

    @Test
    void values() {
        assertThat(counters).value(2).isEqualTo(32L).isEqualTo(32).isNotEqualTo(33);
        assertFails(() -> assertThat(counters).value(2).isEqualTo(33L), "value of key 2 in map counters", "32");
        assertFails(() -> assertThat(counters).value(3), "Expected a value for key 3 in map counters");
    }

    @Test
    void byte_arrays_are_compared_by_their_elements(BpfSession bpf) {
        BpfMap<byte[], byte[]> raw = bpf.map("id " + counters.info().id());
        assertThat(raw)
                .containsKey(new byte[] {1, 0, 0, 0})
                .containsEntry(new byte[] {1, 0, 0, 0}, new byte[] {10, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void each_assertion_reads_the_map_again() {
        BpfMapAssert<Integer, Long> chain = assertThat(counters).hasSize(2);
        counters.put(3, 1L);
        chain.hasSize(3).containsEntry(3, 1L);
    }

    @Nested
    class A_failure_on_a_large_map {

        @Test
        void is_shortened() {
            counters.putAll(IntStream.range(0, 1000).boxed().collect(Collectors.toMap(key -> key, key -> 1L)));
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(counters).isEmpty())
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .contains("which has 1000 keys:", "  … 975 of 1000 lines omitted …")
                            .hasSizeLessThan(1000));
        }
    }

    @Nested
    @NeedsMapIterators
    class On_a_map_of_maps {

        @Test
        void inner_maps_are_closed_after_an_assertion(BpfSession bpf) {
            BpfMap<Integer, BpfMap<byte[], byte[]>> outer = bpf.open("/maps_of_all_types.bpf.o")
                    .load()
                    .map("array_of_maps")
                    .ofMaps(Integer.class);
            List<String> before = KernelObjects.openDescriptors();
            assertThat(outer).hasSize(2).containsKey(1).doesNotContainKey(0);
            assertFails(() -> assertThat(outer).hasSize(3), "map array_of_maps (array_of_maps, id ", "1: map first");
            assertThat(KernelObjects.openDescriptors()).containsExactlyInAnyOrderElementsOf(before);
        }
    }
}
