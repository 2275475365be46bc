// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.SimulatedKernel;
import io.bpfiterator.internal.junit.EnabledIfIteratorCondition;
import io.bpfiterator.internal.junit.EnabledOnKernelCondition;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest extends OnASimulatedKernel {

    private static final Map<String, String> STRICT = Map.of("bpfiterator.strict", "true");

    @EnabledIfIterator("task")
    @EnabledIfHelper("bpf_seq_printf")
    @EnabledOnKernel(min = "5.8")
    static class Met {
        @Test
        @EnabledIfIterator(
                value = {"task", "bpf_map"},
                since = "5.8")
        void by_iterators() {}

        @Test
        @EnabledIfHelper(
                value = {"bpf_seq_printf", "bpf_seq_write"},
                since = "5.8")
        void by_helpers() {}

        @Test
        @EnabledOnKernel(min = "5.8", max = "99.0", iterator = "task")
        void by_the_release() {}
    }

    static class NoSuchIterator {
        @Test
        @EnabledIfIterator({"task", "cgroup", "dmabuf"})
        void test() {}
    }

    static class NoSuchHelper {
        @Test
        @EnabledIfHelper("bpf_loop")
        void test() {}
    }

    static class Refused {
        @Test
        @EnabledIfIterator(value = "sockmap", since = "5.10")
        void test() {}
    }

    static class RefusedAndAbsent {
        @Test
        @EnabledIfIterator({"sockmap", "cgroup", "task"})
        void test() {}
    }

    static class NoSuchKfunc {
        @Test
        @EnabledIfKfunc({"bpf_iter_num_new", "bpf_iter_martian_new"})
        void test() {}
    }

    static class KnownKfunc {
        @Test
        @EnabledIfKfunc("bpf_iter_num_new")
        void test() {}
    }

    static class KfuncOfALaterKernel {
        @Test
        @EnabledIfKfunc(value = "bpf_iter_num_new2", since = "99.0")
        void test() {}
    }

    static class FutureFeatures {
        @Test
        @EnabledIfIterator(value = "cgroup", since = "99.0")
        void iterator() {}

        @Test
        @EnabledIfHelper(value = "bpf_loop", since = "99.0")
        void helper() {}
    }

    static class FutureKernel {
        @Test
        @EnabledOnKernel(min = "99.0", iterator = "cgroup")
        void test() {}
    }

    static class PastKernel {
        @Test
        @EnabledOnKernel(min = "4.0", max = "5.7")
        void test() {}
    }

    @EnabledIfIterator("cgroup")
    static class ClassWithoutItsIterator {
        @Test
        void test() {}
    }

    static class InheritingNothing extends ClassWithoutItsIterator {}

    @EnabledIfIterator("cgroup")
    @Retention(RetentionPolicy.RUNTIME)
    @interface NeedsTheUnknown {}

    static class ByAMetaAnnotation {
        @Test
        @NeedsTheUnknown
        void test() {}
    }

    @Nested
    @NeedsKernel
    class A_condition_that_is_met {

        @ParameterizedTest
        @ValueSource(strings = {"false", "true"})
        void lets_the_test_run(String strict) {
            Tests.run(Met.class, Map.of("bpfiterator.strict", strict))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(3).skipped(0).failed(0));
        }

        @Test
        void names_the_reason() {
            assertThat(new EnabledIfIteratorCondition().evaluate(annotation("by_iterators", EnabledIfIterator.class)))
                    .returns(false, result -> result.isDisabled())
                    .satisfies(result ->
                            assertThat(result.getReason()).hasValue(LINUX + " has iterator target task, bpf_map"));
            assertThat(new EnabledOnKernelCondition().evaluate(annotation("by_the_release", EnabledOnKernel.class)))
                    .returns(false, result -> result.isDisabled())
                    .satisfies(result ->
                            assertThat(result.getReason()).hasValue(LINUX + " is 5.8 or newer and 99.0 or older"));
        }

        private static <A extends Annotation> A annotation(String method, Class<A> type) {
            try {
                return Met.class.getDeclaredMethod(method).getAnnotation(type);
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    @NeedsKernel
    class A_condition_that_is_not_met {

        @Test
        void skips_and_names_the_release_and_the_iterators() {
            assertSkips(NoSuchIterator.class, LINUX + " has no iterator target cgroup, dmabuf");
        }

        @Test
        void skips_and_names_the_release_and_the_helper() {
            assertSkips(NoSuchHelper.class, LINUX + " has no helper bpf_loop");
        }

        @Test
        void skips_and_names_the_release_and_the_kfunc() {
            assertSkips(KnownKfunc.class, LINUX + " has no kfunc bpf_iter_num_new");
        }

        @Test
        void skips_and_says_so_where_no_known_kernel_has_the_kfunc() {
            assertSkips(
                    NoSuchKfunc.class,
                    LINUX + " has no kfunc bpf_iter_num_new, bpf_iter_martian_new. bpf-iterator does not know"
                            + " bpf_iter_martian_new: a module or a newer kernel may have it, or the name is wrong");
        }

        @Test
        void skips_a_kfunc_that_is_like_a_known_one_where_since_names_its_kernel() {
            assertSkips(
                    KfuncOfALaterKernel.class,
                    LINUX + " has no kfunc bpf_iter_num_new2. bpf-iterator does not know bpf_iter_num_new2: a module or"
                            + " a newer kernel may have it, or the name is wrong");
        }

        @Test
        void skips_what_the_kernel_refuses_even_if_since_expects_it() {
            assertSkips(Refused.class, LINUX + " refuses iterator target sockmap: operation not permitted (EPERM)");
        }

        @Test
        void names_what_is_absent_and_what_is_refused() {
            assertSkips(
                    RefusedAndAbsent.class,
                    LINUX + " has no iterator target cgroup. " + LINUX
                            + " refuses iterator target sockmap: operation not permitted (EPERM)");
        }

        @Test
        void skips_features_of_a_later_kernel() {
            Tests.run(FutureFeatures.class).testEvents().assertStatistics(stats -> stats.skipped(2)
                    .failed(0));
        }

        @Test
        void skips_and_names_both_releases() {
            assertSkips(FutureKernel.class, LINUX + " is older than 99.0");
            assertSkips(PastKernel.class, LINUX + " is newer than 5.7");
        }

        @Test
        void skips_a_whole_class() {
            Tests.run(ClassWithoutItsIterator.class)
                    .containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(
                                    container(ClassWithoutItsIterator.class),
                                    skippedWithReason(LINUX + " has no iterator target cgroup")));
        }

        @Test
        void does_not_skip_subclasses() {
            Tests.run(InheritingNothing.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void skips_through_a_meta_annotation() {
            assertSkips(ByAMetaAnnotation.class, LINUX + " has no iterator target cgroup");
        }

        private static void assertSkips(Class<?> testClass, String reason) {
            Tests.run(testClass)
                    .testEvents()
                    .assertThatEvents()
                    .haveExactly(1, event(test(), skippedWithReason(reason)));
        }
    }

    @Nested
    @NeedsKernel
    class In_strict_mode {

        @Test
        void a_skip_is_a_failure_with_its_reason() {
            assertThat(Tests.failureOf(NoSuchIterator.class, "test", STRICT))
                    .hasMessageContaining(LINUX + " has no iterator target cgroup, dmabuf. The test fails instead of"
                            + " being skipped because of bpfiterator.strict = true.");
            assertThat(Tests.failureOf(FutureKernel.class, "test", STRICT))
                    .hasMessageContaining(
                            LINUX + " is older than 99.0. The test fails instead of being skipped because of"
                                    + " bpfiterator.strict = true.");
        }

        @Test
        void a_refused_target_is_a_failure() {
            assertThat(Tests.failureOf(Refused.class, "test", STRICT))
                    .hasMessageContaining(LINUX + " refuses iterator target sockmap: operation not permitted (EPERM)."
                            + " The test fails instead of being skipped because of bpfiterator.strict = true.");
        }

        @Test
        void a_skip_of_a_class_is_a_failure() {
            assertThat(Tests.failure(Tests.run(ClassWithoutItsIterator.class, STRICT)))
                    .hasMessageContaining(LINUX + " has no iterator target cgroup. The test fails instead of");
        }

        @Test
        void the_mode_itself_must_be_true_or_false() {
            assertThat(Tests.failureOf(Met.class, "by_iterators", Map.of("bpfiterator.strict", "yes")))
                    .hasMessageContaining("bpfiterator.strict is \"yes\": it must be true or false.");
        }
    }

    @Nested
    class Without_an_answer_of_the_kernel {

        @Test
        void a_test_fails_and_names_the_cause() throws Exception {
            kernel.close();
            kernel = SimulatedKernel.withEverything()
                    .refusing("sockmap", Errno.EIO)
                    .asRunning();

            assertThat(Tests.failure(Tests.run(Refused.class)))
                    .hasMessageContainingAll(
                            "Cannot determine whether " + LINUX + " has iterator target sockmap: ", "(EIO)");
        }
    }

    @Nested
    class Without_privilege {

        @Test
        void a_feature_in_the_btf_counts_as_one_that_an_older_kernel_already_has() throws Exception {
            kernel.close();
            kernel = SimulatedKernel.withEverything().withoutPrivilege().asRunning();

            assertThat(Tests.failure(Tests.run(FutureKernel.class)))
                    .hasMessageContaining("is older than 99.0, but already has iterator target cgroup");
        }

        @Test
        void the_kernels_btf_decides() throws Exception {
            kernel.close();
            kernel = SimulatedKernel.withEverything()
                    .without("cgroup")
                    .withoutPrivilege()
                    .asRunning();

            Tests.run(Met.class).testEvents().assertStatistics(stats -> stats.succeeded(3));
            Tests.run(NoSuchIterator.class).testEvents().assertStatistics(stats -> stats.skipped(1));
        }
    }
}
