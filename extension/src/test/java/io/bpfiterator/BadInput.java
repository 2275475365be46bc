// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.Tests;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs tests with mistakes, and checks that nothing is left behind. */
abstract class BadInput {

    List<String> before;

    @BeforeEach
    void remember() {
        before = KernelObjects.openDescriptors();
    }

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(KernelObjects.openDescriptors()).containsExactlyInAnyOrderElementsOf(before);
    }

    static class Mistakes {
        @Test
        void no_object(@BpfIterator(obj = "nowhere.bpf.o") IteratorReader reader) {}

        @Test
        void no_absolute_object(@BpfIterator(obj = "/no/where.bpf.o") IteratorReader reader) {}

        @Test
        void object_of_a_source(@BpfIterator(obj = "/io/bpfiterator/inheritance/who.bpf.o") IteratorReader reader) {}

        @Test
        void misspelt_source(@BpfIterator(obj = "/io/bpfiterator/inheritance/woh.bpf.c") IteratorReader reader) {}

        @Test
        void not_elf(@BpfIterator(obj = "${file}") IteratorReader reader) {}

        @Test
        void no_iterator(@BpfIterator(obj = "/no_iterator.bpf.o") IteratorReader reader) {}

        @Test
        void only_data(@BpfIterator(obj = "/only_data.bpf.o") IteratorReader reader) {}

        @Test
        void several(@BpfIterator(obj = "/two_iterators.bpf.o") IteratorReader reader) {}

        @Test
        void no_such_program(
                @BpfIterator(obj = "/two_iterators.bpf.o", program = "count_ants") IteratorReader reader) {}

        @Test
        void program_is_no_iterator(
                @BpfIterator(obj = "/two_iterators.bpf.o", program = "drop_all") IteratorReader reader) {}

        @Test
        void unknown_target(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}

        @Test
        void refused(@BpfIterator(obj = "/refused.bpf.o") IteratorReader reader) {}

        @Test
        void not_gpl(@BpfIterator(obj = "/not_gpl.bpf.o") IteratorReader reader) {}

        @Test
        void no_map(@BpfIterator(obj = "/map_elem.bpf.o") IteratorReader reader) {}

        @Test
        void map_for_no_map_walker(@BpfIterator(obj = "/task.bpf.o", map = "name task.rodata") IteratorReader reader) {}

        @Test
        void map_form(@BpfIterator(obj = "/map_elem.bpf.o", map = "counters") IteratorReader reader) {}

        @Test
        void map_id_form(@BpfIterator(obj = "/map_elem.bpf.o", map = "id twenty") IteratorReader reader) {}

        @Test
        void no_map_id(@BpfIterator(obj = "/map_elem.bpf.o", map = "id 4294967295") IteratorReader reader) {}

        @Test
        void no_map_file(@BpfIterator(obj = "/map_elem.bpf.o", map = "pinned /no/map") IteratorReader reader) {}

        @Test
        void map_file_in_another_fs(
                @BpfIterator(obj = "/map_elem.bpf.o", map = "pinned ${file}") IteratorReader reader) {}

        @Test
        void no_map_name(@BpfIterator(obj = "/map_elem.bpf.o", map = "name missing") IteratorReader reader) {}

        @Test
        void misspelt_map_name(@BpfIterator(obj = "/map_elem.bpf.o", map = "name countres") IteratorReader reader) {}

        @Test
        void map_type(@BpfIterator(obj = "/maps.bpf.o", map = "name events") IteratorReader reader) {}

        @Test
        void wide_value(@BpfIterator(obj = "/wide_value.bpf.o", map = "name narrow") IteratorReader reader) {}

        @Test
        void path(@BpfIterator(obj = "/task.bpf.o", path = "${file}") IteratorReader reader) {}

        @Test
        void placeholder(@BpfIterator(obj = "${no.such.property}") IteratorReader reader) {}

        @Test
        void wrong_parameter(@BpfIterator(obj = "/task.bpf.o") String reader) {}

        @Test
        void two_on_a_parameter(
                @BpfIterator(obj = "/task.bpf.o") @BpfIterator(obj = "/map_elem.bpf.o") IteratorReader reader) {}

        @Test
        @BpfIterator(name = "a", obj = "/task.bpf.o")
        @BpfIterator(name = "b", obj = "/task.bpf.o")
        void ambiguous(IteratorReader reader) {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        @BpfIterator(obj = "/task.bpf.o", debug = true)
        void equal_names(IteratorReader reader) {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void unknown_name(@BpfName("socks") IteratorReader reader) {}

        @Test
        void undeclared(@BpfIterator(obj = "/task.bpf.o") IteratorReader one, IteratorReader other) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void map_parameter_of_wrong_size(BpfMap<Short, Long> counters) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void untyped_map_parameter(@SuppressWarnings("rawtypes") BpfMap counters) {}

        @Test
        @BpfIterator(obj = "/sleepable.bpf.o", program = "sleepable_task")
        void map_parameter_without_maps(BpfMap<Integer, Long> counters) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void map_parameter_of_unknown_name(@BpfName("nobodys") BpfMap<Integer, Long> counters) {}
    }

    /** Runs a mistake and checks that its message matches, part by part, {@code …} standing for anything. */
    static Throwable assertFails(String mistake, String message) {
        return assertFails(mistake, Map.of(), message);
    }

    static Throwable assertFails(String mistake, Map<String, String> configuration, String message) {
        Throwable failure = Tests.failureOf(Mistakes.class, mistake, configuration);
        String pattern = String.join(
                ".*", Arrays.stream(message.split("…", -1)).map(Pattern::quote).toList());
        assertThat(failure.getMessage()).matches(Pattern.compile(".*" + pattern, Pattern.DOTALL));
        return failure;
    }
}
