// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.feature.SimulatedKernel;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import io.bpfiterator.support.Tests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.TestAbortedException;

/** With {@code bpfiterator.unavailable = skip}, a missing prerequisite aborts a test; by default the test fails. */
@NeedsKernel
class UnavailableTest {

    private static final Map<String, String> SKIP = Map.of("bpfiterator.unavailable", "skip");

    private static final String NO_MARTIAN =
            "Cannot load /unknown_target.bpf.o: the running kernel has no iterator target martian (E";

    private AutoCloseable kernel;

    /** Simulates a kernel that lacks a target of other releases, because no real target is missing on all kernels. */
    @BeforeEach
    void simulateAKernelWithoutMartian() {
        kernel = SimulatedKernel.withEverything().asRunningWithKnown("martian");
    }

    @AfterEach
    void restoreTheRunningKernel() throws Exception {
        kernel.close();
    }

    static class AtAParameter {
        @Test
        void test(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}
    }

    @BpfIterator(obj = "/unknown_target.bpf.o")
    static class AtAClass {
        @Test
        void test() {}
    }

    static class AtAMethod {
        @Test
        @BpfIterator(obj = "/unknown_target.bpf.o")
        void test() {}
    }

    static class AtAField {
        @BpfIterator(obj = "/unknown_target.bpf.o")
        IteratorReader reader;

        @Test
        void test() {}
    }

    static class InBeforeEach {
        @BeforeEach
        void before(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}

        @Test
        void test() {}
    }

    static class InAfterEach {
        @Test
        void test() {}

        @AfterEach
        void after(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}
    }

    static class AtAStaticField {
        @BpfIterator(obj = "/unknown_target.bpf.o")
        static IteratorReader reader;

        @Test
        void test() {}
    }

    static class InBeforeAll {
        @BeforeAll
        static void before(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}

        @Test
        void test() {}
    }

    static class InAfterAll {
        @Test
        void test() {}

        @AfterAll
        static void after(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}
    }

    static class AtAConstructor {
        AtAConstructor(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}

        @Test
        void test() {}
    }

    static class Refused {
        @Test
        void test(@BpfIterator(obj = "/refused.bpf.o") IteratorReader reader) {}
    }

    static class Failing {
        @Test
        void test(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            throw new AssertionError("the test's own");
        }
    }

    @Nested
    class By_default {

        @Test
        void a_missing_target_is_a_failure() {
            assertThat(Tests.failure(Tests.run(AtAParameter.class))).hasMessageContaining(NO_MARTIAN);
            assertThat(Tests.failure(Tests.run(AtAMethod.class)))
                    .isInstanceOf(BpfException.class)
                    .hasMessageStartingWith(NO_MARTIAN);
        }
    }

    @Nested
    class With_skip {

        @ParameterizedTest
        @ValueSource(
                classes = {
                    AtAParameter.class,
                    AtAClass.class,
                    AtAMethod.class,
                    AtAField.class,
                    InBeforeEach.class,
                    InAfterEach.class
                })
        void a_missing_target_aborts_the_test_and_says_why(Class<?> testClass) {
            Tests.run(testClass, SKIP)
                    .testEvents()
                    .assertStatistics(stats -> stats.aborted(1).failed(0).succeeded(0))
                    .assertThatEvents()
                    .haveExactly(1, event(test(), abortedFor(NO_MARTIAN)));
        }

        @ParameterizedTest
        @ValueSource(classes = {AtAStaticField.class, InBeforeAll.class, InAfterAll.class})
        void a_missing_target_aborts_the_class_that_shares_the_iterator(Class<?> testClass) {
            Tests.run(testClass, SKIP)
                    .containerEvents()
                    .assertStatistics(stats -> stats.aborted(1).failed(0))
                    .assertThatEvents()
                    .haveExactly(1, event(container(testClass), abortedFor(NO_MARTIAN)));
        }

        @Test
        void a_missing_target_for_a_constructor_is_still_a_failure() {
            assertThat(Tests.failure(Tests.run(AtAConstructor.class, SKIP))).hasMessageContaining(NO_MARTIAN);
        }

        @Test
        void a_target_that_no_kernel_has_is_still_a_failure() throws Exception {
            kernel.close();

            assertThat(Tests.failure(Tests.run(AtAMethod.class, SKIP)))
                    .hasMessageStartingWith(
                            "Cannot load /unknown_target.bpf.o: the running kernel has no iterator target"
                                    + " martian, and no release of Linux has one (E")
                    .hasMessageContaining(
                            "). Correct the program's SEC(\"iter/…\").\nThe running kernel's iterator" + " targets: ");
        }

        @Test
        void an_invalid_object_is_still_a_failure() {
            assertThat(Tests.failure(Tests.run(Refused.class, SKIP)))
                    .hasMessageContaining("The kernel's verifier refused program");
        }

        @Test
        void a_failed_test_is_still_a_failure() {
            assertThat(Tests.failure(Tests.run(Failing.class, SKIP))).hasMessage("the test's own");
        }

        @Test
        void strict_mode_takes_precedence() {
            Map<String, String> both = Map.of("bpfiterator.unavailable", "skip", "bpfiterator.strict", "true");

            assertThat(Tests.failure(Tests.run(AtAMethod.class, both)))
                    .isInstanceOf(BpfException.class)
                    .hasMessageStartingWith(NO_MARTIAN);
        }

        @Test
        void another_value_is_a_failure() {
            assertThat(Tests.failure(Tests.run(AtAMethod.class, Map.of("bpfiterator.unavailable", "ignore"))))
                    .hasMessage("bpfiterator.unavailable is \"ignore\": it must be fail or skip.");
        }
    }

    static class Reading {
        @Test
        void test(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {}
    }

    /** Runs in a JVM in which a prerequisite is missing: the test there is aborted for the expected reason. */
    static class AbortsReading {
        @Test
        void for_the_reason() {
            Tests.run(Reading.class, SKIP)
                    .testEvents()
                    .assertThatEvents()
                    .haveExactly(1, event(test(), abortedFor(System.getProperty("test.reason"))));
        }
    }

    @EnabledIfIterator("task")
    static class Conditional {
        @Test
        void test() {}
    }

    @Nested
    class With_skip_a_test_is_aborted_without {

        @Test
        void privilege() throws Exception {
            assertAborts(Setpriv.only(), "Cannot load /task.bpf.o: this process has neither CAP_SYS_ADMIN nor");
        }

        @Test
        void a_bpffs() throws Exception {
            List<String> prefix = new ArrayList<>(hiding("/sys/fs/bpf"));
            prefix.addAll(Setpriv.without("sys_admin"));

            assertAborts(prefix, "Cannot create a temporary bpffs: mount(2) failed (EPERM).");
        }

        @Test
        void btf() throws Exception {
            assertAborts(WITHOUT_BTF, "Cannot load /task.bpf.o: the running kernel provides no BTF");
        }

        @Test
        void libbpf() throws Exception {
            assertAborts(List.of(), "Cannot load libbpf 1.0 or newer as ", "-Dbpfiterator.libbpf=/no/libbpf.so");
            assertAborts(List.of(), "Cannot use \"libm.so.6\" as libbpf", "-Dbpfiterator.libbpf=libm.so.6");
        }

        @Test
        void btf_but_fails_if_a_condition_cannot_be_determined() throws Exception {
            Result result = ForkedTests.run(Conditional.class, WITHOUT_BTF, "-Dbpfiterator.unavailable=skip");

            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.output()).contains("The running kernel shows no BTF at /sys/kernel/btf/vmlinux");
        }

        private static final List<String> WITHOUT_BTF = hiding("/sys/kernel/btf");

        private static List<String> hiding(String directory) {
            return List.of(
                    "unshare", "--mount", "sh", "-c", "mount -t tmpfs none " + directory + " && exec \"$@\"", "sh");
        }

        private static void assertAborts(List<String> surroundings, String reason, String... jvmArguments)
                throws Exception {
            String[] arguments = Arrays.copyOf(jvmArguments, jvmArguments.length + 1);
            arguments[jvmArguments.length] = "-Dtest.reason=" + reason;

            assertThat(ForkedTests.run(AbortsReading.class, surroundings, arguments))
                    .isEqualTo(new Result(0, ""));
        }
    }

    private static Condition<Event> abortedFor(String reason) {
        return abortedWithReason(
                instanceOf(TestAbortedException.class), message(message -> message.startsWith(reason)));
    }
}
