// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes the harness takes from Jupiter. */
class BpfUseTest {

    @Nested
    class A_class_uses_BPF_with_an_annotation_of_the_library {

        @Test
        void on_the_class() {
            assertThat(BpfUse.in(OnClass.class)).isTrue();
        }

        @Test
        void on_a_method() {
            assertThat(BpfUse.in(OnMethod.class)).isTrue();
        }

        @Test
        void on_a_parameter() {
            assertThat(BpfUse.in(OnParameter.class)).isTrue();
        }

        @Test
        void on_another_annotation() {
            assertThat(BpfUse.in(Composed.class)).isTrue();
        }

        @Test
        void on_one_of_two_annotations_that_carry_each_other_whichever_is_asked_for_first() {
            assertThat(BpfUse.in(WithFirst.class)).isTrue();
            assertThat(BpfUse.in(WithSecond.class)).isTrue();
            assertThat(BpfUse.in(WithFourth.class)).isTrue();
            assertThat(BpfUse.in(WithThird.class)).isTrue();
        }

        @Test
        void on_a_superclass_an_interface_or_a_nested_class() {
            assertThat(BpfUse.in(Inheriting.class)).isTrue();
            assertThat(BpfUse.in(Implementing.class)).isTrue();
            assertThat(BpfUse.in(Enclosing.class)).isTrue();
        }
    }

    @Nested
    class A_class_uses_BPF_with_a_session {

        @Test
        void as_a_field() {
            assertThat(BpfUse.in(SessionField.class)).isTrue();
        }

        @Test
        void as_a_parameter_of_a_method_or_the_constructor() {
            assertThat(BpfUse.in(SessionParameter.class)).isTrue();
            assertThat(BpfUse.in(SessionConstructor.class)).isTrue();
        }
    }

    @Test
    void a_class_with_annotations_of_Jupiter_alone_does_not() {
        assertThat(BpfUse.in(Plain.class)).isFalse();
    }

    @BpfTest
    static class OnClass {}

    static class OnMethod {
        @BpfIterator(obj = "task.bpf.o")
        void reads(IteratorReader tasks) {}
    }

    static class OnParameter {
        void reads(@BpfIterator(obj = "task.bpf.o") IteratorReader tasks) {}
    }

    @EnabledIfIterator("task")
    @Retention(RetentionPolicy.RUNTIME)
    @interface NeedsTasks {}

    @NeedsTasks
    static class Composed {}

    @Second
    @Retention(RetentionPolicy.RUNTIME)
    @interface First {}

    @First
    @BpfTest
    @Retention(RetentionPolicy.RUNTIME)
    @interface Second {}

    @First
    static class WithFirst {}

    @Second
    static class WithSecond {}

    @Fourth
    @Retention(RetentionPolicy.RUNTIME)
    @interface Third {}

    @Third
    @BpfTest
    @Retention(RetentionPolicy.RUNTIME)
    @interface Fourth {}

    @Third
    static class WithThird {}

    @Fourth
    static class WithFourth {}

    static class Inheriting extends OnMethod {}

    interface Contract {
        @BpfIterator(obj = "task.bpf.o")
        default void reads(IteratorReader tasks) {}
    }

    static class Implementing implements Contract {}

    static class Enclosing {
        static class Nested extends OnMethod {}
    }

    static class SessionField {
        BpfSession bpf;
    }

    static class SessionParameter {
        void opens(int first, BpfSession bpf) {}
    }

    static class SessionConstructor {
        SessionConstructor(BpfSession bpf) {}
    }

    static class Plain {
        @ParameterizedTest
        @ValueSource(ints = 1)
        void holds(int number, TestInfo info) {}
    }
}
