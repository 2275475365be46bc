// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.support.NeedsKernel;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table of map types agrees with itself, with the table of targets and with the kernel. */
class MapTypeTest {

    private static Stream<MapType> known() {
        return Arrays.stream(MapType.values()).filter(type -> type != MapType.UNSPEC && type != MapType.UNKNOWN);
    }

    private static Stream<MapType> released() {
        return known().filter(type -> type.since().isPresent());
    }

    @Nested
    class Each_type {

        @Test
        void has_a_number_of_its_own() {
            assertThat(known().map(MapType::number)).doesNotHaveDuplicates();
            assertThat(known())
                    .allSatisfy(type -> assertThat(MapType.of(type.number())).isEqualTo(type));
        }

        @Test
        void has_the_release_that_introduced_it_if_that_is_known() {
            assertThat(released()).hasSizeGreaterThan(30).allSatisfy(type -> assertThat(
                            KernelRelease.version(type.since().orElseThrow()))
                    .isGreaterThan(KernelRelease.version("3.18")));
        }

        @Test
        void is_walked_only_by_a_target_that_accepts_a_map() {
            assertThat(known().flatMap(type -> type.iteratorTarget().stream()))
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(Target.parameterOf(target))
                            .hasValueSatisfying(
                                    parameter -> assertThat(parameter.member()).isEqualTo("map")));
        }
    }

    @Nested
    class A_number {

        @Test
        void that_is_newer_than_this_library_is_unknown() {
            assertThat(MapType.of(1000)).isEqualTo(MapType.UNKNOWN);
            assertThat(MapType.UNKNOWN.since()).isEmpty();
        }
    }

    @Nested
    class A_target {

        @Test
        void names_the_types_of_maps_that_it_walks() {
            assertThat(Target.BPF_MAP_ELEM.mapTypes())
                    .isEqualTo(Set.of(
                            MapType.HASH,
                            MapType.LRU_HASH,
                            MapType.PERCPU_HASH,
                            MapType.LRU_PERCPU_HASH,
                            MapType.ARRAY,
                            MapType.PERCPU_ARRAY,
                            MapType.RHASH));
            assertThat(Target.BPF_SK_STORAGE_MAP.mapTypes()).containsExactly(MapType.SK_STORAGE);
            assertThat(Target.SOCKMAP.mapTypes()).containsExactly(MapType.SOCKMAP, MapType.SOCKHASH);
        }

        @Test
        void without_a_map_walks_none() {
            assertThat(Target.TASK.mapTypes()).isEmpty();
        }
    }

    @Nested
    @NeedsKernel
    class The_running_kernel {

        private final Map<String, Long> numbers =
                Btf.ofKernel().find(BtfType.Enum.class, "bpf_map_type").orElseThrow().enumerators().stream()
                        .collect(Collectors.toMap(BtfType.Enumerator::name, BtfType.Enumerator::value));

        @Test
        void has_every_type_since_its_release_with_its_number() {
            KernelRelease running = KernelRelease.running();

            assertThat(released()
                            .filter(type -> running.isAtLeast(
                                    KernelRelease.version(type.since().orElseThrow()))))
                    .isNotEmpty()
                    .allSatisfy(type ->
                            assertThat(numbers).containsEntry("BPF_MAP_TYPE_" + type.name(), (long) type.number()));
        }

        @Test
        void has_no_type_before_its_release() {
            KernelRelease running = KernelRelease.running();

            assertThat(released()
                            .filter(type -> !running.isAtLeast(
                                    KernelRelease.version(type.since().orElseThrow()))))
                    .allSatisfy(type -> assertThat(numbers).doesNotContainKey("BPF_MAP_TYPE_" + type.name()));
        }
    }
}
