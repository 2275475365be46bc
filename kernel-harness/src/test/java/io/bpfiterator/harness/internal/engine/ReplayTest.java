// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.failure;
import static io.bpfiterator.harness.support.Runs.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;
import static org.junit.platform.testkit.engine.EventType.SKIPPED;

import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.engine.fixtures.Failing;
import io.bpfiterator.harness.internal.engine.fixtures.Publishing;
import io.bpfiterator.harness.internal.engine.fixtures.SideBySide;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.NeedsKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/** The events of an environment are replayed as if the tests had run here. */
class ReplayTest {

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Tests_of_every_kind {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private EngineExecutionResults results;

        @BeforeAll
        void run() {
            PrintStream realOut = System.out;
            PrintStream realErr = System.err;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            try {
                results = Runs.in("host", selectClass(EveryKind.class));
            } finally {
                System.setOut(realOut);
                System.setErr(realErr);
            }
        }

        @Test
        void have_display_names_with_the_environment() {
            assertThat(names(results.testEvents().succeeded().list()))
                    .containsExactlyInAnyOrder(
                            "plain() [host]",
                            "with a name of its own [host]",
                            "[1] number=1 [host]",
                            "[2] number=2 [host]",
                            "repetition 1 of 2 [host]",
                            "repetition 2 of 2 [host]",
                            "first [host]",
                            "second [host]",
                            "reports(TestReporter) [host]",
                            "prints() [host]",
                            "nested() [host]");
        }

        @Test
        void are_descendants_of_their_class_and_environment() {
            assertThat(path(descriptor("nested() [host]")))
                    .containsExactly("bpf-iterator", "host", "Every kind", "Inner", "nested() [host]");
        }

        @Test
        void start_and_finish_in_the_order_of_the_tree() {
            assertThat(results.allEvents().started().count())
                    .isEqualTo(results.allEvents().finished().count());
            assertThat(names(results.allEvents().finished().list()))
                    .endsWith("Inner", "Every kind", "host", "bpf-iterator");
        }

        @Test
        void have_legacy_reporting_names_that_differ_between_environments() {
            assertThat(descriptor("plain() [host]").getLegacyReportingName()).isEqualTo("plain()[host]");
            assertThat(descriptor("[2] number=2 [host]").getLegacyReportingName())
                    .isEqualTo("parameterized(int)[2][host]");
        }

        @Test
        void have_their_sources() {
            assertThat(descriptor("plain() [host]").getSource())
                    .contains(MethodSource.from(EveryKind.class.getName(), "plain", ""));
            assertThat(descriptor("Every kind").getSource()).contains(ClassSource.from(EveryKind.class));
            assertThat(descriptor("first [host]").getSource())
                    .get()
                    .isInstanceOfSatisfying(ClasspathResourceSource.class, source -> assertThat(
                                    source.getPosition().orElseThrow().getLine())
                            .isEqualTo(3));
        }

        @Test
        void are_skipped_with_their_reason() {
            assertThat(only(SKIPPED, "disabled() [host]").getRequiredPayload(String.class))
                    .isEqualTo("not today");
        }

        @Test
        void are_aborted_with_their_reason() {
            TestExecutionResult result =
                    only(FINISHED, "aborted() [host]").getRequiredPayload(TestExecutionResult.class);

            assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
            assertThat(result.getThrowable())
                    .get()
                    .isInstanceOf(TestAbortedException.class)
                    .hasToString("org.opentest4j.TestAbortedException: not on this kernel");
        }

        @Test
        @NeedsKernel
        void publish_their_report_entries() {
            assertThat(entries("reports(TestReporter) [host]")).containsExactly(Map.of("key", "value"));
        }

        @Test
        void do_not_publish_symbolic_links() {
            EngineExecutionResults links = Runs.in("host", selectClass(Publishing.Links.class));

            assertThat(links.allEvents().reportingEntryPublished().stream()
                            .map(event -> event.getRequiredPayload(ReportEntry.class)
                                    .getKeyValuePairs()
                                    .get("published file"))
                            .filter(Objects::nonNull))
                    .hasSize(2)
                    .allMatch(reason -> reason.startsWith("Cannot keep ")
                            && reason.endsWith("link: it is not a regular file. Publish a copy of the file."));
            Path directory = links.allEvents().fileEntryPublished().stream()
                    .map(event -> event.getRequiredPayload(FileEntry.class).getPath())
                    .reduce((first, second) -> {
                        throw new AssertionError("more than one: " + first + ", " + second);
                    })
                    .orElseThrow();
            assertThat(directory).isDirectoryNotContaining(file -> file.endsWith("link"));
            assertThat(directory.resolve("file")).hasContent("text");
        }

        @Test
        void publish_their_files_which_outlive_the_environment() throws IOException {
            FileEntry file = results.allEvents().fileEntryPublished().stream()
                    .map(event -> event.getRequiredPayload(FileEntry.class))
                    .findFirst()
                    .orElseThrow();

            assertThat(file.getPath().getFileName()).hasToString("note.txt");
            assertThat(file.getMediaType()).contains("text/plain; charset=UTF-8");
            assertThat(Files.readString(file.getPath())).isEqualTo("written inside");
        }

        @Test
        void print_their_output() {
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("größer\n");
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("without an end of line");
        }

        @Test
        void are_announced_in_one_line_that_describes_the_environment() {
            assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst())
                    .get()
                    .asString()
                    .matches("bpf-iterator: host: a separate JVM; Linux \\S+, Java \\S+; ready after \\d+ ms"
                            + " \\(preparation \\d+, JVM \\d+\\)");
            assertThat(entries("host")).singleElement().satisfies(entry -> assertThat(entry)
                    .containsKeys("kernel", "java", "architecture"));
        }

        private Event only(EventType type, String displayName) {
            return results.allEvents().stream()
                    .filter(event -> event.getType() == type)
                    .filter(event -> event.getTestDescriptor().getDisplayName().equals(displayName))
                    .findFirst()
                    .orElseThrow();
        }

        private TestDescriptor descriptor(String displayName) {
            return only(FINISHED, displayName).getTestDescriptor();
        }

        private List<Map<String, String>> entries(String displayName) {
            return results.allEvents().reportingEntryPublished().stream()
                    .filter(event -> event.getTestDescriptor().getDisplayName().equals(displayName))
                    .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                    .toList();
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class A_failure {

        private EngineExecutionResults results;

        @BeforeAll
        void run() {
            results = Runs.in("host", selectClass(Failing.class));
        }

        @Test
        void has_its_stack_trace() {
            assertThat(failure(results.testEvents(), "withAssertJ() [host]").getStackTrace())
                    .anySatisfy(element -> {
                        assertThat(element.getClassName()).isEqualTo(Failing.class.getName());
                        assertThat(element.getMethodName()).isEqualTo("withAssertJ");
                        assertThat(element.getLineNumber()).isPositive();
                    });
        }

        @Test
        void of_an_assertion_has_the_expected_and_actual_values() {
            assertThat(failure(results.testEvents(), "withAssertJ() [host]"))
                    .isExactlyInstanceOf(AssertionFailedError.class)
                    .hasMessageContaining("pid 2")
                    .isInstanceOfSatisfying(AssertionFailedError.class, error -> {
                        assertThat(error.getExpected().getStringRepresentation())
                                .contains("pid 2");
                        assertThat(error.getActual().getStringRepresentation()).contains("pid 1");
                    });
        }

        @Test
        void of_several_assertions_contains_each() {
            assertThat(failure(results.testEvents(), "withSeveral() [host]"))
                    .hasMessageStartingWith("both (2 failures)")
                    .isInstanceOfSatisfying(MultipleFailuresError.class, error -> assertThat(error.getFailures())
                            .hasSize(2)
                            .allSatisfy(each -> assertThat(each).isInstanceOf(AssertionFailedError.class)));
        }

        @Test
        void has_its_class_its_cause_and_its_suppressed_exceptions() {
            assertThat(failure(results.testEvents(), "withACause() [host]"))
                    .hasToString("java.io.UncheckedIOException: outer")
                    .hasSuppressedException(new IllegalStateException("beside"))
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("inner");
        }

        @Test
        void that_cannot_be_recreated_prints_the_same_and_remains_an_assertion_error() {
            assertThat(failure(results.testEvents(), "withAnAssertionOfItsOwn() [host]"))
                    .isInstanceOf(AssertionError.class)
                    .hasToString(Failing.class.getName() + "$OwnError: own error 7");
        }

        @Test
        void with_a_circular_cause_is_cut() {
            assertThat(failure(results.testEvents(), "inACircle() [host]")).hasRootCauseMessage("second");
        }

        @Test
        void of_a_factory_is_reported_for_the_factory() {
            assertThat(failure(results.containerEvents(), "factory() [host]"))
                    .isExactlyInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void of_a_dynamic_test_is_reported_for_that_test() {
            assertThat(failure(results.testEvents(), "of a factory [host]")).isInstanceOf(AssertionFailedError.class);
        }

        @Test
        void is_not_reported_for_the_class_or_the_environment() {
            assertThat(names(results.containerEvents().failed().list())).containsExactly("factory() [host]");
        }
    }

    @Test
    void parallel_tests_are_replayed_in_different_threads() {
        Map<String, String> threads = new ConcurrentHashMap<>();
        PrintStream real = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                threads.put(text.strip(), Thread.currentThread().getName());
            }
        });
        EngineExecutionResults results;
        try {
            results = Runs.with(
                    Map.of(
                            Runs.ENVIRONMENTS,
                            "host",
                            "junit.jupiter.execution.parallel.enabled",
                            "true",
                            "junit.jupiter.execution.parallel.config.strategy",
                            "fixed",
                            "junit.jupiter.execution.parallel.config.fixed.parallelism",
                            "4"),
                    selectClass(SideBySide.class));
        } finally {
            System.setOut(real);
        }

        results.testEvents().assertStatistics(tests -> tests.started(2).succeeded(2));
        assertThat(threads).containsOnlyKeys("left", "right");
        assertThat(threads.get("left")).isNotEqualTo(threads.get("right"));
    }

    private static List<String> path(TestDescriptor descriptor) {
        return descriptor
                .getParent()
                .map(parent -> Stream.concat(path(parent).stream(), Stream.of(descriptor.getDisplayName()))
                        .toList())
                .orElse(List.of(descriptor.getDisplayName()));
    }
}
