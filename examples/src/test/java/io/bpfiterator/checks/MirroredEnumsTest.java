// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfTest;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the enums that mirror the kernel's are whole, on each kernel on which the examples run. */
@NeedsKernel
@BpfTest
class MirroredEnumsTest {

    /** The kernel's names for two types that it also calls deprecated, and the number after the last type. */
    private static final String NOT_A_TYPE = "__MAX_.*|.*_DEPRECATED";

    private static List<BtfType.Enumerator> enumerators(String name) {
        return Btf.ofKernel()
                .find(BtfType.Enum.class, name)
                .map(BtfType.Enum::enumerators)
                .orElse(List.of());
    }

    @Test
    void every_type_of_map_has_its_number() {
        Map<String, Long> known = Arrays.stream(MapType.values())
                .filter(type -> type != MapType.UNKNOWN)
                .collect(Collectors.toMap(type -> "BPF_MAP_TYPE_" + type.name(), type -> (long) type.number()));
        List<BtfType.Enumerator> types = enumerators("bpf_map_type").stream()
                .filter(type -> !type.name().matches(NOT_A_TYPE))
                .toList();
        assertThat(types).hasSizeGreaterThan(20).allSatisfy(type -> assertThat(known)
                .containsEntry(type.name(), type.value()));
    }

    @Test
    void every_order_of_a_cgroup_iterator_has_its_number() {
        Map<String, Long> known = Arrays.stream(CgroupOrder.values())
                .collect(Collectors.toMap(order -> "BPF_CGROUP_ITER_" + order.name(), order -> (long) order.number()));
        assertThat(enumerators("bpf_cgroup_iter_order"))
                .filteredOn(order -> order.value() != 0)
                .allSatisfy(order -> assertThat(known).containsEntry(order.name(), order.value()));
    }
}
