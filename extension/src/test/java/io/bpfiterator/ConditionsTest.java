package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.SimulatedKernel;
import io.bpfiterator.internal.junit.EnabledIfIteratorCondition;
import io.bpfiterator.internal.junit.EnabledOnKernelCondition;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

    private static final String LINUX = "Linux " + KernelRelease.running();

    private static final Map<String, String> STRICT = Map.of("bpfiterator.strict", "true");

    private AutoCloseable kernel;

    /**
     * Conditions in this JVM see a kernel with some features missing or refused; those in forked JVMs see the real one.
     */
    @BeforeEach
    void simulateAKernel() {
        kernel = SimulatedKernel.withEverything()
                .without("cgroup", "dmabuf", "bpf_loop")
                .refusing("sockmap", Errno.EPERM)
                .asRunning();
    }

    @AfterEach
    void restoreTheRunningKernel() throws Exception {
        kernel.close();
    }

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

    static class Invalid {
        @Test
        @EnabledIfIterator(value = "cgroup", since = "5.8")
        void iterator_older_than_since() {}

        @Test
        @EnabledIfHelper(value = "bpf_loop", since = "5.8")
        void helper_older_than_since() {}

        @Test
        @EnabledOnKernel(min = "99.0", iterator = "task", helper = "bpf_seq_printf")
        void min_newer_than_its_features() {}

        @Test
        @EnabledOnKernel(min = "99")
        void min() {}

        @Test
        @EnabledOnKernel(max = "six")
        void max() {}

        @Test
        @EnabledIfIterator(value = "task", since = "6.1-rc1")
        void since() {}

        @Test
        @EnabledOnKernel
        void neither_min_nor_max() {}

        @Test
        @EnabledOnKernel(min = "6.2", max = "6.1")
        void min_and_max() {}

        @Test
        @EnabledOnKernel(max = "6.1", iterator = "task")
        void iterator_without_min() {}

        @Test
        @EnabledIfIterator({})
        void no_iterator() {}

        @Test
        @EnabledIfIterator("bpf_iter_task")
        void iterator_with_a_prefix() {}

        @Test
        @EnabledIfHelper("seq_printf")
        void helper_without_its_prefix() {}

        @Test
        @EnabledIfIterator("tsak")
        void mistyped_iterator() {}

        @Test
        @EnabledIfHelper("bpf_lop")
        void mistyped_helper() {}

        @Test
        @EnabledIfKfunc("bpf_task_form_pid")
        void mistyped_kfunc() {}
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
    @NeedsKernel
    class A_condition_that_would_skip_what_the_kernel_has {

        @Test
        void fails_for_an_iterator_that_the_release_should_have() {
            assertInvalid(
                    "iterator_older_than_since",
                    LINUX
                            + " has no iterator target cgroup although since = \"5.8\" expects it: Linux 6.1"
                            + " introduced it, and it requires CONFIG_CGROUPS=y. Correct since, or remove it to skip"
                            + " the test.");
        }

        @Test
        void fails_for_a_helper_that_the_release_should_have() {
            assertInvalid(
                    "helper_older_than_since",
                    LINUX
                            + " has no helper bpf_loop although since = \"5.8\" expects it: either the version is"
                            + " wrong, or the kernel was built without it. Correct since, or remove it to skip the"
                            + " test.");
        }

        @Test
        void fails_for_a_feature_that_an_older_kernel_has() {
            assertInvalid(
                    "min_newer_than_its_features",
                    "@EnabledOnKernel(min = \"99.0\") would skip a test that can run: " + LINUX
                            + " is older than 99.0, but"
                            + " already has iterator target task and helper bpf_seq_printf. Lower min, or use"
                            + " @EnabledIfIterator or @EnabledIfHelper.");
        }
    }

    @Nested
    class An_invalid_condition {

        @Test
        void names_the_invalid_version() {
            assertInvalid("min", "\"99\" is not a kernel version. Write it like 6.1 or 6.1.50.");
            assertInvalid("max", "\"six\" is not a kernel version. Write it like 6.1 or 6.1.50.");
            assertInvalid("since", "\"6.1-rc1\" is not a kernel version. Write it like 6.1 or 6.1.50.");
        }

        @Test
        void on_the_release_requires_a_bound() {
            assertInvalid(
                    "neither_min_nor_max",
                    "@EnabledOnKernel has no bounds: min and max are both missing. Set at least one of them.");
        }

        @Test
        void on_the_release_requires_bounds_in_order() {
            assertInvalid(
                    "min_and_max", "@EnabledOnKernel matches no kernel: min 6.2 is newer than max 6.1. Swap them.");
        }

        @Test
        void on_the_release_requires_a_min_for_its_iterator() {
            assertInvalid(
                    "iterator_without_min",
                    "@EnabledOnKernel names iterator target task without min: iterator and helper only explain min. Set"
                            + " min, or use @EnabledIfIterator or @EnabledIfHelper.");
        }

        @Test
        void on_features_requires_a_feature() {
            assertInvalid(
                    "no_iterator",
                    "The condition names no iterator target. Add at least one, as in @EnabledIfIterator(\"task\").");
        }

        @Test
        void on_features_requires_known_names() {
            assertInvalid(
                    "iterator_with_a_prefix",
                    "Unknown iterator target bpf_iter_task: no release of Linux has it. Write the name as in"
                            + " @EnabledIfIterator(\"task\").");
            assertInvalid(
                    "helper_without_its_prefix",
                    "Unknown helper seq_printf: no release of Linux has it. Write the name as in"
                            + " @EnabledIfHelper(\"bpf_seq_printf\").");
            assertInvalid(
                    "mistyped_iterator",
                    "Unknown iterator target tsak: no release of Linux has it. Did you mean task?");
            assertInvalid(
                    "mistyped_helper", "Unknown helper bpf_lop: no release of Linux has it. Did you mean bpf_loop?");
            assertInvalid(
                    "mistyped_kfunc",
                    "Unknown kfunc bpf_task_form_pid: neither " + LINUX + " nor another known kernel has it. Did you"
                            + " mean bpf_task_from_pid? If the name is right, load the module that has it, or set"
                            + " since.");
        }
    }

    private static void assertInvalid(String method, String message) {
        assertThat(Tests.failureOf(Invalid.class, method, Map.of()).getCause())
                .isInstanceOfAny(ExtensionConfigurationException.class, BpfException.class)
                .hasMessage(message);
    }

    @EnabledIfIterator("task")
    static class NeedingTasks {
        @Test
        void test() {}
    }

    @EnabledIfHelper("bpf_seq_printf")
    static class NeedingPrintf {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.8")
    static class NeedingARelease {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.17", iterator = "task")
    static class NeedingALaterRelease {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.8", max = "5.10")
    static class NeedingAnEarlierRelease {
        @Test
        void test() {}
    }

    @Nested
    class Without_privilege {

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

    @Nested
    @NeedsKernel
    class A_condition_that_cannot_be_determined {

        @ParameterizedTest
        @ValueSource(classes = {NeedingTasks.class, NeedingPrintf.class})
        void fails_without_btf(Class<?> testClass) throws Exception {
            assertFails(
                    run(testClass, "mount -t tmpfs none /sys/kernel/btf"),
                    "The running kernel shows no BTF at /sys/kernel/btf/vmlinux. Use a kernel built with"
                            + " CONFIG_DEBUG_INFO_BTF=y, which iterators require.");
        }

        @Test
        void fails_without_a_version_in_the_release(@TempDir Path directory) throws Exception {
            assertFails(
                    run(NeedingARelease.class, release("rolling", directory)),
                    "Cannot compare the kernel release \"rolling\": it does not begin with numbers such as 6.1 or"
                            + " 6.1.50."
                            + " Use a kernel whose uname -r does.");
        }

        @Test
        void fails_without_procfs() throws Exception {
            assertFails(
                    run(NeedingARelease.class, "mount -t tmpfs none /proc/sys"),
                    "Cannot read the running kernel's release from /proc/sys/kernel/osrelease:"
                            + " it does not exist. Mount a procfs at"
                            + " /proc.");
        }

        @Test
        void does_not_require_btf_if_it_depends_only_on_the_release() throws Exception {
            assertThat(run(NeedingARelease.class, "mount -t tmpfs none /sys/kernel/btf"))
                    .isEqualTo(new Result(0, ""));
        }
    }

    @Nested
    @NeedsKernel
    class On_an_older_release {

        private static final String OLDER = "5.10.0-28-amd64";

        @Test
        void max_includes_all_releases_of_its_series(@TempDir Path directory) throws Exception {
            assertThat(run(NeedingAnEarlierRelease.class, release(OLDER, directory)))
                    .isEqualTo(new Result(0, ""));
        }

        @Test
        void a_backported_feature_fails(@TempDir Path directory) throws Exception {
            assertFails(
                    run(NeedingALaterRelease.class, release(OLDER, directory)),
                    "Linux 5.10.0-28-amd64 is older than 5.17, but already has iterator target task");
        }
    }

    private static String release(String release, Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("osrelease"), release + "\n");
        return "mount --bind " + file + " /proc/sys/kernel/osrelease";
    }

    /** Runs a class after a shell command, in a separate mount namespace. */
    private static Result run(Class<?> testClass, String command) throws Exception {
        return ForkedTests.run(testClass, List.of("unshare", "--mount", "sh", "-c", command + " && exec \"$@\"", "sh"));
    }

    private static void assertFails(Result result, String message) {
        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains(message);
    }
}
