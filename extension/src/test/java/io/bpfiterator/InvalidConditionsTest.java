// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Conditions that no kernel can meet, or that name no feature. */
class InvalidConditionsTest extends OnASimulatedKernel {

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
}
