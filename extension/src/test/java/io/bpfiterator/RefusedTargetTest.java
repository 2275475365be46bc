// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import io.bpfiterator.support.RefusingKernel;
import io.bpfiterator.support.Tests;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Tests on a kernel that has an iterator target in its BTF and refuses every program for it. */
@NeedsKernel
class RefusedTargetTest {

    private static final String REFUSED = "Cannot load program dump_task (iterator target task) of /task.bpf.o: the"
            + " kernel refused it before reading an instruction, although this process has CAP_SYS_ADMIN (EPERM). Run"
            + " on"
            + " another kernel: bpfiterator.environments = vm:6.12.";

    static class Reading {
        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void test(IteratorReader reader) {}
    }

    @EnabledIfIterator(value = "task", since = "5.8")
    static class Conditional {
        @Test
        void test() {}
    }

    /** Runs in a JVM for which the kernel refuses {@code task}. */
    static class WhereTasksAreRefused {

        @Test
        void a_probe_reports_it() {
            assertThat(FeatureProbes.ofKernel().iterator("task"))
                    .returns(Status.REFUSED, answer -> answer.status())
                    .returns(Errno.EPERM.number(), answer -> answer.errno());
            assertThat(FeatureProbes.ofKernel().iterator("bpf_map").status()).isEqualTo(Status.AVAILABLE);
        }

        @Test
        void a_load_fails_with_the_remedy() {
            assertThat(Tests.failure(Tests.run(Reading.class)))
                    .isInstanceOf(BpfException.class)
                    .hasMessage(REFUSED);
        }

        @Test
        void a_load_is_unavailable() {
            Tests.run(Reading.class, Map.of("bpfiterator.unavailable", "skip"))
                    .testEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(test(), abortedWithReason(instanceOf(TestAbortedException.class), message(REFUSED))));
        }

        @Test
        void a_condition_skips() {
            Tests.run(Conditional.class)
                    .containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(skippedWithReason("Linux " + KernelRelease.running()
                                    + " refuses iterator target task: operation not permitted (EPERM)")));
        }

        @Test
        void strict_mode_fails() {
            assertThat(Tests.failure(Tests.run(Conditional.class, Map.of("bpfiterator.strict", "true"))))
                    .hasMessageContaining("refuses iterator target task: operation not permitted (EPERM)");
        }
    }

    @Test
    void is_reported_consistently_by_probes_loads_and_conditions(@TempDir Path directory) throws Exception {
        assertThat(ForkedTests.run(WhereTasksAreRefused.class, RefusingKernel.command(directory, "task")))
                .isEqualTo(new Result(0, ""));
    }

    @Nested
    class The_running_kernel {

        @Test
        void loads_an_iterator_over_a_map_or_reports_the_refusal() {
            boolean refuses = FeatureProbes.ofKernel().iterator("bpf_map_elem").is(Status.REFUSED);
            if (refuses) {
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(RefusedTargetTest::load)
                        .withMessageContaining(
                                " (iterator target bpf_map_elem) of target/test-classes/map_elem.bpf.o: the kernel"
                                        + " refused"
                                        + " it before reading an instruction, although this process has ")
                        .withMessageContaining(" (EPERM). ")
                        .matches(BpfException::isUnavailable);
            } else {
                load();
            }
        }
    }

    private static void load() {
        OpenedObject.open(Objects.file("map_elem"), false).load().close();
    }
}
