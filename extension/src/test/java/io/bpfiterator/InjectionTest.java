// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injects a reader into each kind of element, with a real iterator over the machine's tasks. */
@NeedsKernel
class InjectionTest {

    private static final long PID = ProcessHandle.current().pid();

    private static void assertReadsTasks(IteratorReader reader) {
        assertThat(reader).table(lastColumnToEndOfLine()).column("tgid").contains(PID);
    }

    @BpfIterator(obj = "/task.bpf.o")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Tasks {}

    @Nested
    class A_parameter {

        @Test
        void of_a_test_method_may_be_annotated(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            assertReadsTasks(reader);
        }

        @Test
        void may_be_one_of_two_with_the_same_annotation(
                @BpfIterator(obj = "/task.bpf.o") IteratorReader one,
                @BpfIterator(obj = "/task.bpf.o") IteratorReader other) {
            assertThat(one.path()).isNotEqualTo(other.path());
            assertReadsTasks(one);
            assertReadsTasks(other);
        }

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void receives_the_iterator_of_its_method(IteratorReader reader) {
            assertReadsTasks(reader);
        }

        @Test
        @BpfIterator(obj = "/two_iterators.bpf.o", program = "count_tasks")
        @BpfIterator(obj = "/two_iterators.bpf.o", program = "count_maps")
        void is_selected_by_its_own_name(IteratorReader count_maps, IteratorReader count_tasks) {
            assertThat(count_maps).text().endsWith("maps\n");
            assertThat(count_tasks).text().endsWith("tasks\n");
        }

        @Test
        @BpfIterator(name = "tasks", obj = "/two_iterators.bpf.o", program = "count_tasks")
        @BpfIterator(name = "maps", obj = "/two_iterators.bpf.o", program = "count_maps")
        void is_selected_by_an_annotation(@BpfName("maps") IteratorReader a, @BpfName("tasks") IteratorReader b) {
            assertThat(a).text().endsWith("maps\n");
            assertThat(b).text().endsWith("tasks\n");
        }

        @Test
        @Tasks
        void receives_the_iterator_of_a_composed_annotation(IteratorReader reader) {
            assertReadsTasks(reader);
        }

        @Test
        void may_have_a_composed_annotation(@Tasks IteratorReader reader) {
            assertReadsTasks(reader);
        }
    }

    @Nested
    @BpfIterator(obj = "/task.bpf.o")
    class A_class {

        private final IteratorReader fromConstructor;
        private IteratorReader fromBeforeEach;

        A_class(IteratorReader reader) {
            fromConstructor = reader;
        }

        @BeforeEach
        void before(IteratorReader reader) {
            fromBeforeEach = reader;
        }

        @AfterEach
        void after(IteratorReader reader) {
            assertThat(reader).isSameAs(fromBeforeEach);
            assertReadsTasks(reader);
        }

        @Test
        void gives_one_iterator_to_the_constructor_and_to_each_method_of_a_test(IteratorReader reader) {
            assertThat(reader).isSameAs(fromConstructor);
            assertThat(reader).isSameAs(fromBeforeEach);
            assertReadsTasks(reader);
        }

        @Nested
        class Within_another {

            @Test
            void inherits_its_iterator(IteratorReader reader) {
                assertReadsTasks(reader);
            }
        }
    }

    @Nested
    @BpfIterator(obj = "/task.bpf.o")
    class A_method_of_a_class_with_an_iterator {

        @Test
        @BpfIterator(obj = "/two_iterators.bpf.o", program = "count_maps")
        void may_declare_another_iterator(IteratorReader reader, @BpfName("task") IteratorReader ofTheClass) {
            assertThat(reader).text().endsWith("maps\n");
            assertReadsTasks(ofTheClass);
        }

        @Test
        @BpfIterator(name = "task", obj = "/two_iterators.bpf.o", program = "count_maps")
        void hides_the_iterator_of_the_same_name(IteratorReader reader) {
            assertThat(reader).text().endsWith("maps\n");
        }
    }

    @Nested
    @NeedsMapIterators
    class A_map {

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void is_selected_by_the_parameters_name(IteratorReader dump, BpfMap<Integer, Long> counters) {
            counters.put(1, 10L);
            counters.put(2, 32L);
            assertThat(dump).lines().contains("1: 10", "2: 32").last().isEqualTo("sum: 42");
        }

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void is_otherwise_the_only_map(IteratorReader dump, BpfMap<Integer, Long> whatever) {
            whatever.put(7, 7L);
            assertThat(whatever.get(7)).contains(7L);
            assertThat(whatever.get(8)).isEmpty();
            assertThat(dump).lines().containsExactly("7: 7", "sum: 7");
        }

        @Test
        @BpfIterator(obj = "/maps.bpf.o", map = "name numbers")
        void is_selected_by_an_annotation(@BpfName("numbers") BpfMap<byte[], byte[]> raw) {
            raw.put(new byte[] {2, 0, 0, 0}, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            assertThat(raw.typed(Integer.class, Long.class).get(2)).contains(1L);
        }

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void is_new_in_each_test(IteratorReader dump) {
            assertThat(dump).lines().containsExactly("sum: 0");
        }
    }

    @Nested
    @BpfIterator(name = "of the class", obj = "/map_elem.bpf.o", map = "name counters")
    @NeedsMapIterators
    class A_map_of_two_objects {

        @Test
        @BpfIterator(name = "of the method", obj = "/map_elem.bpf.o", map = "name counters")
        void belongs_to_the_nearest_iterator(
                @BpfName("of the method") IteratorReader near,
                @BpfName("of the class") IteratorReader far,
                BpfMap<Integer, Long> counters) {
            counters.put(1, 1L);
            assertThat(near).lines().containsExactly("1: 1", "sum: 1");
            assertThat(far).lines().containsExactly("sum: 0");
        }
    }

    @BpfIterator(obj = "/task.bpf.o")
    abstract static class Base {

        @BpfIterator(obj = "/task.bpf.o")
        IteratorReader inherited;
    }

    @Nested
    class An_inheriting_class extends Base {

        @Test
        void has_the_iterators_of_its_superclass(IteratorReader reader) {
            assertReadsTasks(reader);
            assertReadsTasks(inherited);
        }
    }

    @Nested
    class A_field {

        @BpfIterator(obj = "/task.bpf.o")
        private static IteratorReader ofTheClass;

        private static final Set<Path> PATHS_OF_THE_CLASS = new HashSet<>();

        @BpfIterator(obj = "/task.bpf.o")
        private IteratorReader ofTheTest;

        @Tasks
        private IteratorReader composed;

        @BeforeAll
        static void static_fields_are_set_before_all() {
            assertReadsTasks(ofTheClass);
        }

        @BeforeEach
        void instance_fields_are_set_before_each() {
            assertReadsTasks(ofTheTest);
        }

        @RepeatedTest(2)
        void is_set_whether_static_or_not() {
            assertReadsTasks(ofTheClass);
            assertReadsTasks(ofTheTest);
            assertReadsTasks(composed);
            PATHS_OF_THE_CLASS.add(ofTheClass.path());
        }

        @AfterAll
        static void static_fields_live_until_after_all() {
            assertReadsTasks(ofTheClass);
            assertThat(PATHS_OF_THE_CLASS).hasSize(1);
        }

        @Nested
        class Around_a_nested_class {

            @Test
            void is_set_for_it_too() {
                assertReadsTasks(ofTheTest);
            }
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class With_one_instance_for_the_class {

        private final IteratorReader ofTheClass;
        private final Set<IteratorReader> readers = new HashSet<>();

        @BpfIterator(obj = "/task.bpf.o")
        private IteratorReader field;

        With_one_instance_for_the_class(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            ofTheClass = reader;
        }

        @RepeatedTest(3)
        void a_field_has_a_new_iterator_in_each_test() {
            assertReadsTasks(field);
            assertReadsTasks(ofTheClass);
            assertThat(readers.add(field)).isTrue();
        }

        @AfterAll
        void a_constructors_iterator_lives_as_long_as_the_class(@Tasks IteratorReader another) {
            assertReadsTasks(ofTheClass);
            assertReadsTasks(another);
            assertThat(readers).hasSize(3);
        }
    }

    @Nested
    class With_invocations {

        @ParameterizedTest
        @ValueSource(strings = {"tgid", "pid"})
        @BpfIterator(obj = "/task.bpf.o")
        void a_parameterized_test_has_the_reader_after_its_arguments(String column, IteratorReader reader) {
            assertThat(reader).table(lastColumnToEndOfLine()).column(column).contains(PID);
        }

        @TestFactory
        @BpfIterator(obj = "/task.bpf.o")
        Stream<DynamicTest> a_test_factorys_reader_works_in_its_dynamic_tests(IteratorReader reader) {
            return Stream.of("tgid", "pid")
                    .map(column -> DynamicTest.dynamicTest(column, () -> assertThat(reader)
                            .table(lastColumnToEndOfLine())
                            .column(column)
                            .contains(PID)));
        }
    }

    @Nested
    @ParameterizedClass
    @ValueSource(strings = {"tgid", "pid"})
    class A_parameterized_class {

        private final String column;
        private final IteratorReader reader;

        A_parameterized_class(String column, @BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            this.column = column;
            this.reader = reader;
        }

        @Test
        void has_the_reader_after_its_arguments() {
            assertThat(reader).table(lastColumnToEndOfLine()).column(column).contains(PID);
        }
    }

    @Nested
    class Pinned {

        @Test
        void is_readable_by_another_process(@Tasks IteratorReader reader) throws Exception {
            Process cat = new ProcessBuilder("cat", reader.path().toString()).start();
            String read = new String(cat.getInputStream().readAllBytes());

            assertThat(cat.waitFor()).isZero();
            assertThat(read).startsWith("    tgid      pid comm\n").contains("cat");
        }

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void has_the_name_of_the_test(IteratorReader reader) {
            assertThat(reader.path().getFileName()).hasToString("Pinned-has_the_name_of_the_test-task");
        }

        @Test
        void reads_only_existing_elements(@Tasks IteratorReader reader) {
            assertThat(Files.exists(reader.path())).isTrue();
            assertThat(reader).table(lastColumnToEndOfLine()).column("tgid").doesNotContain(-1, "no number");
        }
    }
}
