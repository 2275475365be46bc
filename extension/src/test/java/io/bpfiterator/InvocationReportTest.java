// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Whatever JUnit runs as a test has a report of its own. */
@NeedsKernel
class InvocationReportTest extends ReportedRuns {

    static class FailingOnce {
        static void readAndFailAt(IteratorReader dump, int number) {
            dump.text();
            if (number == 2) {
                throw new AssertionError("the test's own");
            }
        }
    }

    static class RepeatedFixture extends FailingOnce {
        @RepeatedTest(2)
        @BpfIterator(obj = "/task.bpf.o")
        void fails(IteratorReader dump, RepetitionInfo repetition) {
            readAndFailAt(dump, repetition.getCurrentRepetition());
        }
    }

    static class ParameterizedFixture extends FailingOnce {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void fails(int number, @BpfIterator(obj = "/task.bpf.o") IteratorReader dump) {
            readAndFailAt(dump, number);
        }
    }

    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class ClassTemplateFixture extends FailingOnce {
        @Parameter
        int number;

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void fails(IteratorReader dump) {
            readAndFailAt(dump, number);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class FactoryFixture extends FailingOnce {
        @TestFactory
        @BpfIterator(obj = "/task.bpf.o")
        Stream<DynamicNode> tests(IteratorReader dump) {
            return Stream.of(
                    dynamicTest("passes", () -> readAndFailAt(dump, 1)),
                    dynamicContainer("nested", List.of(dynamicTest("fails", () -> readAndFailAt(dump, 2)))));
        }
    }

    static class FailingToLoadForAClass {
        @BpfIterator(obj = "/refused.bpf.o")
        static IteratorReader reader;

        @Test
        void is_not_run() {}
    }

    @BpfTest
    static class DebuggingFixture {
        @Test
        void passes(@BpfIterator(obj = "/task.bpf.o", debug = true) IteratorReader tasks) {}
    }

    /** Names the tests that have the output of the iterator as a file or as an entry. */
    private static List<String> testsWithOutput(EngineExecutionResults results) {
        Stream<String> entries = results.allEvents().reportingEntryPublished().stream()
                .filter(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs().keySet().stream()
                        .anyMatch(key -> key.equals("output of iterator dump_task")))
                .map(event -> event.getTestDescriptor().getDisplayName());
        Stream<String> files = results.allEvents().fileEntryPublished().stream()
                .map(event -> event.getTestDescriptor().getDisplayName());
        return Stream.concat(entries, files).toList();
    }

    @Nested
    class Each_failed_invocation_has_a_report_of {

        @ParameterizedTest
        @ValueSource(classes = {RepeatedFixture.class, ParameterizedFixture.class, ClassTemplateFixture.class})
        void a_template(Class<?> fixture) {
            EngineExecutionResults results = run(fixture, Map.of());
            assertThat(testsWithOutput(results)).hasSize(1);
            assertFailureIsUnchanged(results);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void a_factory(boolean parallel) {
            EngineExecutionResults results = run(
                    FactoryFixture.class,
                    Map.of("junit.jupiter.execution.parallel.enabled", Boolean.toString(parallel)));
            assertThat(testsWithOutput(results)).containsExactly("fails");
            assertFailureIsUnchanged(results);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void a_factory_whose_tests_are_always_reported(boolean parallel) {
            EngineExecutionResults results = run(
                    FactoryFixture.class,
                    Map.of(
                            "junit.jupiter.execution.parallel.enabled",
                            Boolean.toString(parallel),
                            "bpfiterator.report",
                            "always"));
            assertThat(testsWithOutput(results)).contains("passes", "fails", "tests(IteratorReader)");
        }

        @Test
        void a_class_that_fails_before_its_tests() {
            assertThat(reportOf(FailingToLoadForAClass.class))
                    .extractingByKey("bpf log of the failure")
                    .asString()
                    .contains("BEGIN PROG LOAD LOG");
        }
    }

    @Nested
    class The_log_of_an_iterator_with_debug {

        private String errorOutputOf(Runnable run) {
            PrintStream before = System.err;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setErr(new PrintStream(printed, true));
            try {
                run.run();
            } finally {
                System.setErr(before);
            }
            return printed.toString();
        }

        @Test
        void is_a_file_whose_path_is_printed() {
            String printed = errorOutputOf(() -> InvocationReportTest.this.run(DebuggingFixture.class, Map.of()));
            assertThat(file("bpf log of task.txt")).content().contains("libbpf: loading object 'task' from buffer");
            assertThat(printed)
                    .contains("bpf-iterator: the log of iterator task is "
                            + (runsInAnAgent()
                                    ? "the file \"bpf log of task.txt\" of the test in the report\n"
                                    : "in " + file("bpf log of task.txt").toAbsolutePath() + "\n"));
        }

        /** The agent of an environment omits paths, since the host copies the file into the report. */
        private static boolean runsInAnAgent() {
            return StackWalker.getInstance()
                    .walk(frames -> frames.anyMatch(
                            frame -> frame.getClassName().equals("io.bpfiterator.harness.internal.agent.Agent")));
        }

        @Test
        void is_an_entry_where_the_launcher_keeps_no_files() {
            String printed = errorOutputOf(() -> Tests.run(DebuggingFixture.class));
            assertThat(printed)
                    .contains("the log of iterator task is the report entry \"bpf log of task\" of the test\n");
        }
    }
}
