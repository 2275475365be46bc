// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Tests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations on elements where they would have no effect, or where tests would overwrite each other's fields. */
class MisplacedAnnotationsTest {

    @BpfTest
    static class InBeforeEach {
        @BeforeEach
        @BpfIterator(obj = "/task.bpf.o")
        void before() {}

        @Test
        void passes() {}
    }

    static class InAfterEach {
        @AfterEach
        @BpfIterator(obj = "/task.bpf.o")
        void after() {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void passes(IteratorReader reader) {}
    }

    @BpfIterator(obj = "/task.bpf.o")
    static class InBeforeAll {
        @BeforeAll
        @BpfIterator(obj = "/task.bpf.o")
        static void before() {}

        @Test
        void passes() {}
    }

    @Nested
    class On_a_method_that_is_not_a_test {

        @ParameterizedTest
        @ValueSource(classes = {InBeforeEach.class, InAfterEach.class, InBeforeAll.class})
        void an_annotation_is_refused(Class<?> testClass) {
            assertThat(Tests.failure(Tests.run(testClass)))
                    .isInstanceOf(ExtensionConfigurationException.class)
                    .hasMessageContaining("@BpfIterator on ")
                    .hasMessageContaining(
                            "has no effect: the method is not a test. Move the annotation to the method's parameter or"
                                    + " to the class.");
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class Outer {

        @BpfIterator(obj = "/task.bpf.o")
        IteratorReader field;

        @Nested
        @Execution(ExecutionMode.CONCURRENT)
        class Inner {
            @Test
            void one() {}

            @Test
            void other() {}
        }
    }

    @Nested
    @NeedsKernel
    class In_one_instance_for_the_class {

        @Test
        void a_field_is_refused_if_nested_tests_run_concurrently() {
            assertThat(Tests.failure(
                            Tests.run(Outer.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"))))
                    .isInstanceOf(ExtensionConfigurationException.class)
                    .hasMessageContaining("Cannot inject @BpfIterator into field io.bpfiterator.iterator.IteratorReader"
                            + " io.bpfiterator.MisplacedAnnotationsTest$Outer.field: tests run concurrently on one"
                            + " instance")
                    .hasMessageContaining("Inject the IteratorReader into a parameter instead.");
        }

        @Test
        void a_field_is_set_if_nested_tests_run_sequentially() {
            Tests.run(Outer.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        }
    }

    static class WithAStaticField {

        @BpfIterator(obj = "/task.bpf.o")
        static IteratorReader inherited;
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class InheritingAStaticField extends WithAStaticField {

        @Test
        void reads() {
            assertThat(inherited).isNotEmpty();
        }
    }

    @Nested
    @NeedsKernel
    class In_an_inherited_static_field {

        @Test
        void an_iterator_is_refused_if_classes_run_concurrently() {
            assertThat(Tests.failure(Tests.run(
                            InheritingAStaticField.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"))))
                    .isInstanceOf(ExtensionConfigurationException.class)
                    .hasMessageContaining("WithAStaticField.inherited: classes that run concurrently inherit it. Inject"
                            + " the IteratorReader into a parameter instead.");
        }

        @Test
        void an_iterator_is_set_if_classes_run_sequentially() {
            Tests.run(InheritingAStaticField.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }
    }

    @Nested
    @NeedsKernel
    class Before_the_reader {

        @Test
        @NeedsMapIterators
        void a_map_of_the_readers_object_may_stand(
                BpfMap<Integer, Long> counters,
                @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters") IteratorReader dump) {
            counters.put(1, 2L);

            assertThat(dump).lines().containsExactly("1: 2", "sum: 2");
        }

        @Test
        void a_per_cpu_map_may_stand(
                @BpfName("per_cpu_array") BpfMap<Integer, List<Long>> perCpu,
                @BpfIterator(obj = "/maps_of_all_types.bpf.o", program = "read_inner") IteratorReader reader) {
            assertThat(perCpu.get(0))
                    .hasValueSatisfying(
                            values -> assertThat(values).isNotEmpty().containsOnly(0L));
            assertThat(reader).isNotEmpty();
        }
    }
}
