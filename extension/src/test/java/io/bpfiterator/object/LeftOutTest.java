// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Programs and maps of an object that the kernel need not support, since the test does not need them. */
@NeedsKernel
@BpfTest
class LeftOutTest {

    @Nested
    class A_program {

        @Test
        @BpfIterator(obj = "/one_of_two.bpf.o", program = "count_tasks")
        void is_not_loaded_if_the_annotation_names_another(IteratorReader tasks, BpfObject object) {
            tasks.text();
            assertThat(object.programs()).extracting(program -> program.name()).containsExactly("count_tasks");
        }

        @Test
        @BpfIterator(obj = "/one_of_two.bpf.o", program = "count_tasks", autoload = "count_others")
        void is_loaded_if_the_annotation_lists_it(BpfObject object, BpfGlobal seen, BpfGlobal others) {
            object.program("count_others").attach().reader().text();
            assertThat(others.asInt()).isPositive();
            assertThat(seen.asInt()).isZero();
        }
    }

    @Nested
    class A_map {

        @Test
        @BpfIterator(obj = "/unknown_map.bpf.o", withoutMaps = "future")
        void is_not_created_if_the_annotation_says_so(IteratorReader reader, BpfObject object) {
            assertThat(reader.text()).isEqualTo("loaded\n");
            assertThat(object.declaredMaps()).isEmpty();
        }

        @Test
        void is_not_created_if_the_session_says_so(BpfSession bpf) {
            for (int each = 0; each < 2; each++) {
                BpfObject object = bpf.open("/unknown_map.bpf.o")
                        .autocreate("future", false)
                        .load();
                assertThat(object.program("say_so").attach().reader().text()).isEqualTo("loaded\n");
            }
        }

        @Test
        void of_an_unknown_type_fails_with_its_name_and_type(BpfSession bpf) {
            OpenBpfObject open = bpf.open("/unknown_map.bpf.o");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(open::load)
                    .withMessageContainingAll(
                            "Cannot create map future of ",
                            "the running kernel has no maps of type 200",
                            "withoutMaps = \"future\"",
                            "autocreate(\"future\", false)")
                    .matches(BpfException::isUnavailable);
        }

        @Test
        void that_does_not_exist_cannot_be_left_out(BpfSession bpf) {
            OpenBpfObject open = bpf.open("/unknown_map.bpf.o");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> open.autocreate("futur", false))
                    .withMessageContainingAll("has no map futur", "future");
        }
    }
}
