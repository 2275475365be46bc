// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfGlobal;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Injects the maps, global variables and objects of iterators, none of which walks a map. */
@NeedsKernel
class InjectedPartsTest {

    private static final int PID = (int) ProcessHandle.current().pid();

    @Nested
    class A_global_variable {

        @Test
        @BpfIterator(obj = "/globals.bpf.o", program = "count")
        void is_selected_by_the_parameters_name(IteratorReader reader, BpfGlobal balance, BpfGlobal seen) {
            assertThat(balance.name()).isEqualTo("balance");
            assertThat(reader).text().contains("balance -5 ");
            assertThat(balance.asLong()).isEqualTo(-4);
            assertThat(seen.asInt()).isPositive();
        }

        @Test
        @BpfIterator(obj = "/globals.bpf.o", program = "count")
        void is_selected_by_an_annotation(@BpfName("where") BpfGlobal seen) {
            assertThat(seen.name()).isEqualTo("where");
        }
    }

    @Nested
    class A_map_that_no_iterator_walks {

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        void is_selected_by_the_parameters_name(IteratorReader reader, BpfMap<Integer, Long> threads) {
            assertThat(reader).isNotEmpty();
            assertThat(threads.get(PID))
                    .hasValueSatisfying(count -> assertThat(count).isGreaterThan(1));
        }

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        void is_otherwise_the_only_one(BpfMap<Integer, Long> whatever) {
            assertThat(whatever.name()).isEqualTo("threads");
        }

        @Test
        void may_be_that_of_a_later_parameter(
                BpfMap<Integer, Long> threads, @BpfIterator(obj = "/counted_tasks.bpf.o") IteratorReader reader) {
            assertThat(reader).isNotEmpty();
            assertThat(threads.get(PID)).isPresent();
        }
    }

    @Nested
    class An_object {

        @Test
        @BpfIterator(obj = "/globals.bpf.o", program = "count")
        @BpfIterator(obj = "/task.bpf.o")
        void is_selected_by_the_name_of_its_iterator(BpfObject count, @BpfName("task") BpfObject other) {
            assertThat(count.name()).isEqualTo("globals");
            assertThat(other.name()).isEqualTo("task");
        }
    }

    @Nested
    @BpfIterator(name = "of the class", obj = "/globals.bpf.o", program = "count")
    class A_class_with_an_iterator {

        private final BpfGlobal ofTheConstructor;
        private BpfGlobal ofTheClass;

        A_class_with_an_iterator(BpfGlobal balance) {
            ofTheConstructor = balance;
        }

        @BeforeEach
        void before(BpfGlobal balance) {
            ofTheClass = balance;
        }

        @Test
        void gives_its_parts_to_the_constructor_and_to_each_method(IteratorReader reader, BpfGlobal balance) {
            reader.text();
            assertThat(balance.asLong()).isEqualTo(-4);
            assertThat(ofTheClass.asLong()).isEqualTo(-4);
            assertThat(ofTheConstructor.asLong()).isEqualTo(-4);
        }

        @Test
        @BpfIterator(name = "of the method", obj = "/globals.bpf.o", program = "count")
        void gives_way_to_a_nearer_iterator(@BpfName("of the method") IteratorReader near, BpfGlobal balance) {
            near.text();
            assertThat(balance.asLong()).as("of the method's object").isEqualTo(-4);
        }

        @Test
        void gives_way_to_the_iterator_of_a_parameter(
                BpfGlobal balance,
                @BpfIterator(name = "of the parameter", obj = "/globals.bpf.o", program = "count")
                        IteratorReader near) {
            near.text();
            assertThat(balance.asLong()).as("of the parameter's object").isEqualTo(-4);
        }
    }

    static class OfTheClass {

        @BpfIterator(obj = "/counted_tasks.bpf.o")
        static IteratorReader reader;

        @Test
        void map(BpfMap<Integer, Long> threads) {
            reader.text();
            assertThat(threads.get(PID)).isPresent();
        }
    }

    interface ListsTasks extends HasTasks {}

    @BpfIterator(obj = "/task.bpf.o")
    interface HasTasks {}

    @Nested
    class An_implemented_interface implements ListsTasks {

        @Test
        void may_inherit_an_iterator_from_another(IteratorReader reader) {
            assertThat(reader).text().startsWith("    tgid");
        }
    }

    @Test
    void a_static_fields_map_is_injected_into_the_tests_of_its_class() {
        Tests.run(OfTheClass.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    static class Mistakes {

        @Test
        @BpfIterator(obj = "/globals.bpf.o", program = "count")
        void no_such_name(@BpfName("nobodys") BpfGlobal seen) {}

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        void not_the_only_one(BpfGlobal nobodys) {}

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        void not_named_although_the_only_one(@BpfName("nobodys") BpfMap<Integer, Long> threads) {}

        @Test
        @BpfIterator(obj = "/globals.bpf.o", program = "count")
        @BpfIterator(obj = "/task.bpf.o")
        void no_object_of_the_name(BpfObject nobodys) {}

        @Test
        @BpfIterator(name = "one", obj = "/counted_tasks.bpf.o")
        @BpfIterator(name = "other", obj = "/counted_tasks.bpf.o")
        void of_two_objects(BpfMap<Integer, Long> threads) {}

        @Test
        @BpfIterator(name = "one", obj = "/counted_tasks.bpf.o")
        void of_the_method_and_a_parameter(
                BpfMap<Integer, Long> threads,
                @BpfIterator(name = "other", obj = "/counted_tasks.bpf.o") IteratorReader reader) {}

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        @SuppressWarnings("rawtypes")
        void without_types(BpfMap threads) {}

        @Test
        @BpfIterator(obj = "/counted_tasks.bpf.o")
        void with_a_collection_of_values(BpfMap<Integer, java.util.Set<Long>> threads) {}
    }

    @Nested
    class A_mistake {

        @Test
        void in_the_name_lists_the_others() {
            assertFails("no_such_name", "Cannot inject a global variable into parameter ", "none is named \"nobodys\"");
            assertFails("not_named_although_the_only_one", "none is named \"nobodys\", only: map threads (hash, id ");
        }

        @Test
        void of_leaving_a_choice_lists_it() {
            assertFails("not_the_only_one", "none has its name, and several exist: ", "Select one with @BpfName");
            assertFails(
                    "no_object_of_the_name",
                    "Cannot inject an object into parameter ",
                    "several exist: \"count\" (object globals), \"task\" (object task). Select one");
            assertFails("of_two_objects", "Cannot inject a map into parameter ", "several have its name: map threads");
            assertFails("of_the_method_and_a_parameter", "several have its name: map threads (hash, id ");
        }

        @Test
        void in_the_type_of_a_map_names_the_valid_ones() {
            String types = "its type does not name the Java types of the keys and values. Declare it as"
                    + " BpfMap<Integer, Long>, for example, as BpfMap<Integer, List<Long>> for a per-CPU map";
            assertFails("without_types", types);
            assertFails("with_a_collection_of_values", types);
        }

        private void assertFails(String mistake, String... parts) {
            assertThat(Tests.failureOf(Mistakes.class, mistake, Map.of())).hasMessageContainingAll(parts);
        }
    }
}
