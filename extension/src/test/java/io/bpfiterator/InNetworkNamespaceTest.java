// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.support.NeedsKernel;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsKernel
class InNetworkNamespaceTest extends NamespaceSteps {

    @InNetworkNamespace
    static class WholeLife {
        WholeLife() {
            step("constructor");
        }

        @BeforeAll
        static void first() {
            step("before all");
        }

        @BeforeEach
        void before(NetworkNamespace mine) {
            step("before each");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @Test
        void test(NetworkNamespace mine) {
            step("test");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @AfterEach
        void after() {
            step("after each");
        }

        @AfterAll
        static void last() {
            step("after all");
        }
    }

    static class OnAMethod {
        OnAMethod() {
            step("constructor");
        }

        @BeforeEach
        void before() {
            step("before each");
        }

        @Test
        @InNetworkNamespace
        void test() {
            step("test");
        }

        @AfterEach
        void after() {
            step("after each");
        }
    }

    static class OnOneOfTwoMethods {
        @Test
        @InNetworkNamespace
        void inside() {
            step("inside");
        }

        @Test
        void outside() {
            step("outside");
        }
    }

    @InNetworkNamespace
    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {
        OneInstance() {
            step("constructor");
        }

        @BeforeAll
        void first() {
            step("before all");
        }

        @Test
        void one() {
            step("one");
        }

        @Test
        void two() {
            step("two");
        }
    }

    @Nested
    class A_test {

        @Test
        void runs_completely_inside_one_namespace() {
            passing(1, WholeLife.class);
            assertThat(STEPS).hasSize(6);
            assertAllInOneInside(inodesOf("constructor", "before each", "test", "after each"));
            assertThat(inodesOf("before all", "after all")).containsExactly(outside, outside);
        }

        @Test
        void that_is_annotated_itself_does_too() {
            passing(1, OnAMethod.class);
            assertThat(STEPS).hasSize(4);
            assertAllInOneInside(inodesOf("constructor", "before each", "test", "after each"));
        }

        @Test
        void that_is_not_annotated_stays_outside() {
            passing(2, OnOneOfTwoMethods.class);
            assertThat(inodesOf("outside")).containsExactly(outside);
            assertAllInOneInside(inodesOf("inside"));
        }

        @Test
        void shares_its_instance_but_not_its_namespace_with_other_tests() {
            passing(2, OneInstance.class);
            assertThat(inodesOf("constructor", "before all")).containsExactly(outside, outside);
            assertThat(inodesOf("one", "two"))
                    .hasSize(2)
                    .doesNotContain(outside)
                    .doesNotHaveDuplicates();
        }
    }

    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @InNetworkNamespace
    @Test
    @interface IsolatedTest {}

    static class ByAMetaAnnotation {
        @IsolatedTest
        void test() {
            step("test");
        }
    }

    static class Derived extends WholeLife {}

    @InNetworkNamespace
    interface Isolated {}

    static class Implementing implements Isolated {
        @Test
        void test() {
            step("test");
        }
    }

    @InNetworkNamespace
    static class Around {
        @BeforeEach
        void before() {
            step("before each");
        }

        @Nested
        class Inner {
            @Test
            @InNetworkNamespace
            void test() {
                step("test");
            }
        }
    }

    @Nested
    class The_annotation {

        @Test
        void may_be_a_meta_annotation() {
            passing(1, ByAMetaAnnotation.class);
            assertAllInOneInside(inodesOf("test"));
        }

        @Test
        void applies_to_subclasses() {
            passing(1, Derived.class);
            assertAllInOneInside(inodesOf("before each", "test"));
        }

        @Test
        void applies_to_classes_that_implement_an_interface() {
            passing(1, Implementing.class);
            assertAllInOneInside(inodesOf("test"));
        }

        @Test
        void applies_to_nested_classes_and_only_once_if_repeated() {
            passing(1, Around.class);
            assertThat(STEPS).hasSize(2);
            assertAllInOneInside(inodesOf("before each", "test"));
        }
    }

    @InNetworkNamespace
    static class Templates {
        @RepeatedTest(3)
        void repeated(NetworkNamespace mine) {
            step("repeated");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void parameterized(int ignored, NetworkNamespace mine) {
            step("parameterized");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }
    }

    @InNetworkNamespace
    static class Dynamic {
        @BeforeEach
        void before() {
            step("before each");
        }

        @TestFactory
        Stream<DynamicTest> tests() {
            step("factory");
            return Stream.of("one", "two").map(name -> dynamicTest(name, () -> step(name)));
        }
    }

    @Nested
    class A_template {

        @Test
        void has_a_namespace_for_each_invocation() {
            passing(6, Templates.class);
            assertThat(inodesOf("repeated", "parameterized"))
                    .hasSize(6)
                    .doesNotContain(outside)
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class A_test_factory {

        @Test
        void shares_its_namespace_with_its_dynamic_tests() {
            passing(2, Dynamic.class);
            assertThat(STEPS).hasSize(4);
            assertAllInOneInside(inodesOf("before each", "factory", "one", "two"));
        }
    }
}
