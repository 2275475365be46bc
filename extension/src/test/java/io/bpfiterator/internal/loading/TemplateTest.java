// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.ProgramInfo;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapInfo;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that is created from a template equals the one that libbpf loads. */
@NeedsKernel
class TemplateTest {

    /** The kernel's information about an object, without the ids, which differ from load to load. */
    private record Facts(List<String> programs, List<String> maps, List<String> contents) {

        static Facts of(LoadedObject object) {
            return new Facts(
                    object.programs().stream().map(Facts::describe).toList(),
                    object.maps().stream().map(Facts::describe).toList(),
                    object.maps().stream().map(Facts::content).toList());
        }

        private static String describe(BpfProgram program) {
            ProgramInfo info = program.info();
            return program + " " + info.name() + " type " + info.type() + " tag " + info.tag() + " gpl "
                    + info.gplCompatible() + " functions " + info.functions() + " translated " + info.translatedBytes();
        }

        private static String describe(BpfMap<byte[], byte[]> map) {
            MapInfo info = map.info();
            return map.name() + " " + info.name() + " " + info.typeName() + " " + info.keySize() + " "
                    + info.valueSize()
                    + " " + info.maxEntries() + " flags " + info.flags() + " types " + info.btfKeyType() + " "
                    + info.btfValueType() + " extra " + info.extra();
        }

        private static String content(BpfMap<byte[], byte[]> map) {
            return switch (map.info().mapType()) {
                case ARRAY, PERCPU_ARRAY ->
                    map.name() + " "
                            + map.keys().stream()
                                    .map(key -> Arrays.toString(map.get(key).orElseThrow()))
                                    .toList();
                case ARRAY_OF_MAPS, HASH_OF_MAPS -> map.name() + " slots " + slots(map);
                default -> map.name();
            };
        }

        private static List<String> slots(BpfMap<byte[], byte[]> map) {
            return map.keys().stream()
                    .filter(key -> map.get(key).isPresent())
                    .map(Arrays::toString)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task",
                "map_elem",
                "maps",
                "maps_of_all_types",
                "globals",
                "functions",
                "parameters",
                "output",
                "two_iterators"
            })
    @NeedsMapIterators
    void equals_what_libbpf_loads(String name) {
        String[] iterators = iterators(name);
        try (LoadedObject expected = OpenedObject.open(Objects.file(name), true)
                        .only(iterators)
                        .load();
                LoadedObject first =
                        OpenedObject.open(Objects.file(name)).only(iterators).load();
                LoadedObject second =
                        OpenedObject.open(Objects.file(name)).only(iterators).load()) {
            assertThat(first.isFromTemplate()).isTrue();
            assertThat(second.isFromTemplate()).isTrue();
            assertThat(expected.isFromTemplate()).isFalse();
            assertThat(Facts.of(first)).isEqualTo(Facts.of(expected));
            assertThat(Facts.of(second)).isEqualTo(Facts.of(expected));
        }
    }

    private static String[] iterators(String name) {
        return ObjectOpening.of(Objects.file(name), false).description().iterators().stream()
                .filter(program -> program.autoload())
                .map(ObjectDescription.Program::name)
                .toArray(String[]::new);
    }

    @Nested
    class Two_objects_of_one_template {

        @Test
        void share_neither_maps_nor_variables() {
            try (LoadedObject one = OpenedObject.open(Objects.file("globals")).load();
                    LoadedObject other =
                            OpenedObject.open(Objects.file("globals")).load()) {
                one.global("balance").set(100L);
                one.program("count").pin().text();

                assertThat(one.global("seen").asInt()).isPositive();
                assertThat(other.global("seen").asInt()).isZero();
                assertThat(other.global("balance").asLong()).isEqualTo(-5);
            }
        }

        @Test
        void can_differ_in_constants_and_programs() {
            try (LoadedObject one = OpenedObject.open(Objects.file("globals"))
                            .global("minimum", 7)
                            .only("bounded")
                            .load();
                    LoadedObject other = OpenedObject.open(Objects.file("globals"))
                            .global("minimum", 9)
                            .only("bounded")
                            .load()) {
                assertThat(one.isFromTemplate()).isTrue();
                assertThat(other.isFromTemplate()).isTrue();
                assertThat(one.program("bounded").pin().text()).isEqualTo("bounded 7\n");
                assertThat(other.program("bounded").pin().text()).isEqualTo("bounded 9\n");
            }
        }

        @Test
        void work_with_functions_callbacks_and_variables_of_the_kernel() {
            for (int i = 0; i < 2; i++) {
                try (LoadedObject object =
                        OpenedObject.open(Objects.file("functions")).load()) {
                    BpfMap<Integer, Long> numbers = object.map("numbers", Integer.class, Long.class);
                    numbers.put(0, 40L);
                    numbers.put(2, 2L);

                    assertThat(object.program("dump_sums").pin().lines())
                            .containsExactly("sum 42 thrice 42", "kernel " + kernelMajor(), "address 1");
                }
            }
        }

        @Test
        @io.bpfiterator.EnabledOnKernel(min = "6.2")
        void call_kfuncs() {
            int pid = (int) ProcessHandle.current().pid();
            try (LoadedObject expected = OpenedObject.open(Objects.file("kfuncs"), true)
                            .global("wanted", pid)
                            .load();
                    LoadedObject object = OpenedObject.open(Objects.file("kfuncs"))
                            .global("wanted", pid)
                            .load()) {
                assertThat(object.isFromTemplate()).isTrue();
                assertThat(Facts.of(object)).isEqualTo(Facts.of(expected));
                assertThat(object.program("find_task").pin().lines()).containsExactly("java");
            }
        }

        private static String kernelMajor() {
            return io.bpfiterator.internal.kernel.KernelRelease.running()
                    .toString()
                    .split("\\.")[0];
        }
    }

    @Nested
    class An_object_without_a_template {

        @Test
        void is_loaded_by_libbpf() {
            try (LoadedObject object = OpenedObject.open(Objects.file("parameters"))
                    .autoload("count_calls", true)
                    .load()) {
                assertThat(object.isFromTemplate()).isFalse();
                assertThat(object.program("dump_task").pin().lines()).isNotEmpty();
            }
        }

        @Test
        void is_refused_with_the_log_of_libbpf() {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                            io.bpfiterator.failure.BpfException.class,
                            () -> OpenedObject.open(Objects.file("refused")).load()))
                    .satisfies(failure -> assertThat(failure.log()).contains("BEGIN PROG LOAD LOG"));
        }
    }

    @Test
    @NeedsMapIterators
    void leaves_only_types_open() {
        List<String> before = KernelObjects.openDescriptors();
        OpenedObject.open(Objects.file("maps_of_all_types")).load().close();
        assertThat(KernelObjects.openDescriptors()).isEqualTo(before);
    }

    @Test
    @NeedsMapIterators
    void names_are_as_in_the_source() {
        try (LoadedObject object =
                OpenedObject.open(Objects.file("maps_of_all_types")).load()) {
            assertThat(object.declaredMaps()).extracting(BpfMap::name).contains("points", "per_cpu_hash", "events");
        }
    }
}
