// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@BpfTest
@NeedsKernel
class MapBatchTest {

    private static final Map<Integer, Long> THOUSANDS = IntStream.range(0, 5000)
            .boxed()
            .collect(Collectors.toMap(Function.identity(), number -> (long) number * number));

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH", "LRU_HASH", "ARRAY"})
    void puts_and_reads_thousands_of_elements(MapType type, BpfSession bpf) {
        BpfMap<Integer, Long> map = bpf.map(type, "many", Integer.class, Long.class, 20_000);

        map.putAll(THOUSANDS);

        assertThat(map.entries()).containsAllEntriesOf(THOUSANDS);
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH", "LRU_HASH"})
    void removes_them(MapType type, BpfSession bpf) {
        BpfMap<Integer, Long> map = bpf.map(type, "many", Integer.class, Long.class, 20_000);
        map.putAll(THOUSANDS);

        map.clear();

        assertThat(map.entries()).isEmpty();
        map.clear();
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH"})
    void reports_that_the_map_is_full(MapType type, BpfSession bpf) {
        BpfMap<Integer, Long> map = bpf.map(type, "few", Integer.class, Long.class, 10);

        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> map.putAll(THOUSANDS))
                .withMessageContaining("Cannot put 5000 elements in map few (hash, id ")
                .withMessageContaining("the map is full: it has room for 10 elements (E2BIG).");
    }

    @Test
    void removes_the_rest_when_one_is_gone_already(BpfSession bpf) {
        KernelMap<Integer, Long> map =
                (KernelMap<Integer, Long>) bpf.map(MapType.HASH, "few", Integer.class, Long.class, 10);
        map.putAll(Map.of(2, 2L, 3, 3L));

        assertThat(map.batch().remove(List.of(1, 2, 3))).isFalse();
        map.clear();

        assertThat(map.entries()).isEmpty();
    }
}
