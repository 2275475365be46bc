// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.internal.junit.KernelMessages;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Tests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The diagnostics in JUnit's report of a test. */
@NeedsKernel
class TestReportTest extends ReportedRuns {

    private static final Path KMSG = Path.of("/dev/kmsg");

    static class FailingAfterAShortRead {
        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void fails(IteratorReader dump) {
            dump.text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingAfterALongRead {
        @Test
        void fails(
                @BpfIterator(obj = "/output.bpf.o", program = "large") IteratorReader large,
                @BpfIterator(obj = "/task.bpf.o") IteratorReader unread) {
            large.text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingAfterThreeLongReads {
        @Test
        void fails(
                @BpfIterator(name = "one", obj = "/output.bpf.o", program = "large") IteratorReader one,
                @BpfIterator(name = "other", obj = "/output.bpf.o", program = "large") IteratorReader other,
                @BpfIterator(name = "third", obj = "/output.bpf.o", program = "large") IteratorReader third) {
            one.text();
            other.text();
            third.text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingAfterAnEmptyRead {
        @Test
        void fails(@BpfIterator(obj = "/output.bpf.o", program = "silent") IteratorReader silent) {
            silent.text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingAsAClass {
        @BpfIterator(obj = "/output.bpf.o", program = "three_lines")
        static IteratorReader lines;

        @Test
        void passes() {
            lines.text();
        }

        @AfterAll
        static void fails() {
            throw new AssertionError("the class's own");
        }
    }

    @BpfTest
    static class FailingWithASession {
        @Test
        void fails(BpfSession bpf) {
            BpfObject object = bpf.open("/map_elem.bpf.o", true).load();
            IteratorReader dump = object.program("dump_elements").pin(IteratorOptions.map(object.map("counters")));
            dump.text();
            bpf.reader(dump.path()).text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingAfterItsProgramPrinted {
        @Test
        @BpfIterator(obj = "/printk.bpf.o")
        void fails(IteratorReader tasks) {
            tasks.text();
            throw new AssertionError("the test's own");
        }
    }

    static class FailingToLoad {
        @Test
        void fails(@BpfIterator(obj = "/refused.bpf.o") IteratorReader reader) {}
    }

    @BpfTest
    static class FailingWithCyclicCauses {
        @Test
        void fails() {
            Exception first = new Exception("first");
            first.initCause(new Exception("second", first));
            throw new IllegalStateException("the test's own", first);
        }
    }

    static class Passing {
        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void passes(IteratorReader dump) {
            dump.text();
        }
    }

    static class PassingAfterALongRead {
        @Test
        void passes(@BpfIterator(obj = "/output.bpf.o", program = "large") IteratorReader large) {
            large.text();
        }
    }

    static class Aborted {
        @Test
        @BpfIterator(obj = "/output.bpf.o", program = "three_lines")
        void aborts(IteratorReader lines) {
            lines.text();
            Assumptions.abort("for a reason");
        }
    }

    @BpfTest
    static class FailingWhileTheKernelLogs {
        @Test
        void fails() throws IOException {
            Files.writeString(KMSG, "bpf-iterator: during\n", StandardOpenOption.WRITE);
            throw new AssertionError("the test's own");
        }
    }

    @Nested
    class The_report_of_a_failed_test {

        @Test
        @NeedsMapIterators
        void has_its_latest_output() {
            EngineExecutionResults results = run(FailingAfterAShortRead.class, Map.of());
            assertThat(entriesOf(results)).containsEntry("output of iterator dump_elements", "sum: 0\n");
            assertFailureIsUnchanged(results);
        }

        @Test
        void has_a_file_for_a_text_longer_than_a_screen() {
            EngineExecutionResults results = run(FailingAfterALongRead.class, Map.of());
            assertThat(file("output of iterator large.txt")).isNotEmptyFile();
            assertThat(file("output of iterator large.txt").toFile().length()).isLessThanOrEqualTo(64 * 1024);
            assertThat(entriesOf(results)).doesNotContainKey("output of iterator large");
            assertThat(results.allEvents().fileEntryPublished().count()).isEqualTo(1);
            assertFailureIsUnchanged(results);
        }

        @Test
        void has_a_file_for_each_of_several_iterators_of_one_name() {
            run(FailingAfterThreeLongReads.class, Map.of());
            assertThat(file("output of iterator large.txt")).isNotEmptyFile();
            assertThat(file("output of iterator large-2.txt")).isNotEmptyFile();
            assertThat(file("output of iterator large-3.txt")).isNotEmptyFile();
        }

        @Test
        void says_that_an_output_was_empty() {
            assertThat(reportOf(FailingAfterAnEmptyRead.class)).containsEntry("output of iterator silent", "(nothing)");
        }

        @Test
        void omits_an_iterator_that_was_not_read() {
            assertThat(reportOf(FailingAfterALongRead.class)).doesNotContainKey("output of iterator dump_task");
            assertThat(file("output of iterator dump_task.txt")).doesNotExist();
        }

        @Test
        @NeedsMapIterators
        void has_the_logs_and_output_of_its_session() throws IOException {
            assertThat(run(FailingWithASession.class, Map.of()).allEvents().reportingEntryPublished().stream()
                            .map(event ->
                                    event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()))
                    .haveExactly(
                            2,
                            new Condition<>(
                                    entry -> entry.equals(Map.of("output of iterator dump_elements", "sum: 0\n")),
                                    "what a reader read"));
            assertThat(file("bpf log of map_elem.txt")).content().contains("libbpf: ");
        }

        @Test
        void has_the_verifiers_log_of_a_refused_program() {
            assertThat(reportOf(FailingToLoad.class))
                    .extractingByKey("bpf log of the failure")
                    .asString()
                    .contains("BEGIN PROG LOAD LOG");
        }

        @Test
        void has_the_lines_that_a_program_printed_with_bpf_printk_during_the_test() {
            String first = reportOf(FailingAfterItsProgramPrinted.class).get("bpf_printk");
            assertThat(first).contains("bpf_trace_printk: count_tasks: some");
            assertThat(reportOf(FailingAfterItsProgramPrinted.class)
                            .get("bpf_printk")
                            .lines())
                    .hasSameSizeAs(first.lines().toList());
        }

        @Test
        void has_no_such_section_if_no_program_prints() {
            assertThat(reportOf(FailingToLoad.class)).doesNotContainKey("bpf_printk");
        }

        @Test
        void has_the_kernels_messages_during_the_test() throws IOException {
            Files.writeString(KMSG, "bpf-iterator: before\n", StandardOpenOption.WRITE);
            assertThat(reportOf(FailingWhileTheKernelLogs.class))
                    .extractingByKey("kernel messages")
                    .asString()
                    .matches("(?s).*\\[ *\\d+\\.\\d{6}] bpf-iterator: during\n.*")
                    .doesNotContain("bpf-iterator: before");
        }
    }

    @Test
    @Timeout(10)
    void a_failure_with_cyclic_causes_has_no_log() {
        assertFailureIsUnchanged(run(FailingWithCyclicCauses.class, Map.of()));
    }

    @Test
    void a_class_that_fails_has_the_latest_output_of_its_iterators() {
        assertThat(reportOf(FailingAsAClass.class))
                .extractingByKey("output of iterator three_lines")
                .asString()
                .startsWith("one\\x0dstill one\n");
    }

    @Nested
    class No_report_exists_for {

        @Test
        @NeedsMapIterators
        void a_test_that_passed() {
            assertThat(reportOf(Passing.class)).isEmpty();
        }

        @Test
        void a_test_that_was_aborted() {
            assertThat(reportOf(Aborted.class)).isEmpty();
        }
    }

    @Nested
    class The_configuration_parameter {

        @Test
        @NeedsMapIterators
        void always_reports_tests_that_passed() {
            assertThat(entriesOf(run(Passing.class, Map.of("bpfiterator.report", "always"))))
                    .containsEntry("output of iterator dump_elements", "sum: 0\n");
        }

        @Test
        void never_reports_nothing() {
            assertThat(entriesOf(run(FailingAfterAShortRead.class, Map.of("bpfiterator.report", "never"))))
                    .isEmpty();
        }

        @Test
        void with_another_value_is_an_error() {
            assertThat(Tests.failure(run(Passing.class, Map.of("bpfiterator.report", "sometimes"))))
                    .isInstanceOf(ExtensionConfigurationException.class)
                    .hasMessage("bpfiterator.report is \"sometimes\": it must be failures, always or never.");
        }
    }

    @Nested
    class An_error_in_the_report {

        @Test
        void is_suppressed_in_the_tests_own_failure() throws IOException {
            Files.createFile(outputDirectory.resolve("bpf-iterator"));
            EngineExecutionResults results = run(FailingAfterALongRead.class, Map.of());
            assertThat(Tests.failure(results)).hasMessage("the test's own");
            assertThat(Tests.failure(results).getSuppressed()).hasSize(1);
            assertThat(entriesOf(results)).containsKey("output of iterator large.txt");
        }

        @Test
        void is_an_entry_where_the_test_passed() throws IOException {
            Files.createFile(outputDirectory.resolve("bpf-iterator"));
            EngineExecutionResults results = run(PassingAfterALongRead.class, Map.of("bpfiterator.report", "always"));
            results.testEvents().assertStatistics(stats -> stats.succeeded(1));
            assertThat(entriesOf(results))
                    .extractingByKey("bpf report")
                    .asString()
                    .startsWith("The report is incomplete: ");
        }
    }

    static class ReadingTheKernelsMessages {
        @Test
        void names_the_reason() {
            try (KernelMessages messages = KernelMessages.sinceNow()) {
                assertThat(messages.read())
                        .isEqualTo("Cannot read the kernel's messages from /dev/kmsg: permission denied (EACCES). Run"
                                + " as root, or with the capability that the call requires.\n");
            }
        }
    }

    @Nested
    class The_kernels_messages {

        @Test
        void are_one_line_if_they_cannot_be_read() throws Exception {
            ForkedTests.Result result = ForkedTests.run(
                    ReadingTheKernelsMessages.class,
                    List.of(
                            "unshare",
                            "--mount",
                            "sh",
                            "-c",
                            "mount --bind " + KMSG + " " + KMSG + " && mount -o remount,bind,nodev " + KMSG
                                    + " && exec \"$@\"",
                            "sh"));
            assertThat(result.exitStatus()).as(result.output()).isZero();
        }

        @Test
        void leave_no_descriptor_open() throws IOException {
            reportOf(FailingWhileTheKernelLogs.class);
            reportOf(Passing.class);
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(descriptors.filter(TestReportTest::isKmsg)).isEmpty();
            }
        }
    }

    private static boolean isKmsg(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(KMSG);
        } catch (IOException e) {
            return false;
        }
    }
}
