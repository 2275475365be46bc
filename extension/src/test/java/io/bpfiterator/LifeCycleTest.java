// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalStateException;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Tests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

@NeedsKernel
class LifeCycleTest {

    private static final List<IteratorReader> READERS = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forgetReaders() {
        READERS.clear();
    }

    static class Passing {
        @Test
        void passes(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            READERS.add(reader);
            assertThat(reader).isNotEmpty();
        }
    }

    static class Failing {
        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void fails(IteratorReader reader) {
            READERS.add(reader);
            throw new AssertionError("the test's own");
        }
    }

    static class FailingLater {
        @BeforeEach
        void keep(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            READERS.add(reader);
        }

        @Test
        void passes() {}

        @AfterEach
        void fails() {
            throw new AssertionError("after each");
        }
    }

    static class WithoutAParameter {
        @Test
        @BpfIterator(obj = "/task.bpf.o", path = "${test.path}")
        void reads_the_path() throws Exception {
            assertThat(Path.of(System.getProperty("test.path"))).exists();
        }
    }

    static class RemovingItsOwnPin {
        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void removes(IteratorReader reader) throws Exception {
            Files.delete(reader.path());
        }
    }

    @Nested
    class After_a_test {

        @Test
        void that_passed_nothing_is_left() {
            assertNothingLeftBy(Passing.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void that_failed_nothing_is_left() {
            assertNothingLeftBy(Failing.class)
                    .testEvents()
                    .assertThatEvents()
                    .haveExactly(1, finishedWithFailure(message("the test's own")));
        }

        @Test
        void whose_after_each_failed_nothing_is_left() {
            assertNothingLeftBy(FailingLater.class).testEvents().assertStatistics(stats -> stats.failed(1));
        }

        @Test
        void that_removed_its_own_pin_nothing_is_left() {
            assertNothingLeftBy(RemovingItsOwnPin.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void the_reader_fails_with_a_reason() {
            Tests.run(Passing.class);

            assertThatIllegalStateException()
                    .isThrownBy(() -> READERS.get(0).text())
                    .withMessageContaining("dump_task: it is unpinned");
        }

        private EngineExecutionResults assertNothingLeftBy(Class<?> testClass) {
            List<String> before = KernelObjects.openDescriptors();
            EngineExecutionResults results = Tests.run(testClass);
            assertThat(KernelObjects.openDescriptors()).containsExactlyInAnyOrderElementsOf(before);
            READERS.forEach(reader -> assertThat(reader.path()).doesNotExist());
            return results;
        }
    }

    @Nested
    class A_declared_iterator {

        @Test
        void is_pinned_even_if_its_reader_is_not_injected() throws Exception {
            try (var bpffs = io.bpfiterator.internal.bpffs.TemporaryBpffs.create()) {
                Path path = bpffs.path("declared").path();
                System.setProperty("test.path", path.toString());

                Tests.run(WithoutAParameter.class, Map.of("test.path", path.toString()))
                        .testEvents()
                        .assertStatistics(stats -> stats.succeeded(1));

                assertThat(path).doesNotExist();
            } finally {
                System.clearProperty("test.path");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Concurrent {

        static final Set<Path> PATHS = ConcurrentHashMap.newKeySet();

        @BpfIterator(obj = "/task.bpf.o")
        IteratorReader field;

        @RepeatedTest(40)
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void run(IteratorReader dump, io.bpfiterator.map.BpfMap<Integer, Long> counters) {
            long value = System.nanoTime();
            counters.put(1, value);
            assertThat(dump).lines().containsExactly("1: " + value, "sum: " + value);
            assertThat(field)
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(ProcessHandle.current().pid());
            PATHS.add(dump.path());
            PATHS.add(field.path());
        }
    }

    @Nested
    @NeedsMapIterators
    class Concurrent_tests {

        @Test
        void have_separate_iterators_and_maps() {
            Tests.run(
                            Concurrent.class,
                            Map.of(
                                    "junit.jupiter.execution.parallel.enabled", "true",
                                    "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                    "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(40).failed(0));
        }
    }

    static class Debugging {
        @Test
        void passes(@BpfIterator(obj = "/task.bpf.o", debug = true) IteratorReader reader) {}
    }

    static class DebuggingARefusal {
        @Test
        void fails(@BpfIterator(obj = "/refused.bpf.o", debug = true) IteratorReader reader) {}
    }

    static class Unprintable {
        @Test
        @BpfIterator(obj = "/output.bpf.o", program = "nul")
        @BpfIterator(obj = "/output.bpf.o", program = "silent")
        void reads(IteratorReader nul, IteratorReader silent) {
            assertThat(nul).isNotEmpty();
            assertThat(silent).isEmpty();
        }
    }

    @Nested
    class The_report {

        @Test
        void has_libbpfs_and_the_verifiers_log_with_debug() {
            assertThat(entriesOf(Tests.run(Debugging.class)))
                    .extractingByKey("bpf log of task")
                    .asString()
                    .contains("libbpf: loading object 'task' from buffer")
                    .contains("processed ");
        }

        @Test
        void has_the_whole_log_of_a_refusal_with_debug() {
            assertThat(entriesOf(Tests.run(DebuggingARefusal.class)))
                    .extractingByKey("bpf log of refused")
                    .asString()
                    .contains("BEGIN PROG LOAD LOG")
                    .contains("processed ");
        }

        @Test
        void has_no_log_without_debug() {
            assertThat(entriesOf(Tests.run(Passing.class))).isEmpty();
        }

        @Test
        void has_the_first_lines_that_the_test_read_if_configured() {
            assertThat(entriesOf(Tests.run(Passing.class, Map.of("bpfiterator.output.lines", "2"))))
                    .extractingByKey("task")
                    .asString()
                    .startsWith("    tgid      pid comm\n")
                    .hasLineCount(2);
        }

        @Test
        void escapes_control_characters_and_describes_empty_outputs() {
            assertThat(entriesOf(Tests.run(Unprintable.class, Map.of("bpfiterator.output.lines", "2"))))
                    .containsEntry("nul", "a\\x00b")
                    .containsEntry("silent", "(nothing)");
        }

        private Map<String, String> entriesOf(EngineExecutionResults results) {
            return results.allEvents().reportingEntryPublished().stream()
                    .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                    .flatMap(entries -> entries.entrySet().stream())
                    .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
