// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Tests;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class BpfSessionTest {

    private static final String PID = Long.toString(ProcessHandle.current().pid());
    private static final List<BpfSession> SESSIONS = new CopyOnWriteArrayList<>();

    @BeforeEach
    @AfterEach
    void forgetSessions() {
        SESSIONS.clear();
    }

    @BpfTest
    static class Opening {

        private final BpfSession ofTheConstructor;

        Opening(BpfSession bpf) {
            ofTheConstructor = bpf;
        }

        @BeforeAll
        static void once(BpfSession bpf) {
            SESSIONS.add(bpf);
            bpf.map(MapType.ARRAY, "of_the_class", Integer.class, Long.class, 1);
        }

        @BeforeEach
        void before(BpfSession bpf) {
            assertThat(bpf).isSameAs(ofTheConstructor).isNotSameAs(SESSIONS.get(0));
        }

        @Test
        void opens(BpfSession bpf) {
            assertThat(bpf).isSameAs(ofTheConstructor);
            SESSIONS.add(bpf);
            assertThat(bpf.open("/task.bpf.o").load().program("dump_task").pin())
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(PID);
            bpf.map("name of_the_class");
            bpf.pinPath("name");
        }

        @Test
        void fails(BpfSession bpf) {
            bpf.open("/task.bpf.o")
                    .load()
                    .program("dump_task")
                    .attach()
                    .reader()
                    .open();
            throw new AssertionError("the test's own");
        }
    }

    static class WithAnIterator {

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void opens(IteratorReader tasks, BpfSession bpf) {
            BpfMap<byte[], byte[]> map = bpf.open("/map_elem.bpf.o").load().map("counters");
            assertThat(map.keys()).isEmpty();
            assertThat(tasks).isNotEmpty();
        }
    }

    @Nested
    @NeedsKernel
    class Injected {

        @Test
        void lasts_as_long_as_its_test_or_class() {
            EngineExecutionResults results = assertNothingLeftBy(Opening.class);

            results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
            results.testEvents().assertThatEvents().haveExactly(1, finishedWithFailure(message("the test's own")));
            SESSIONS.forEach(session -> isClosed(() -> session.open("/task.bpf.o")));
        }

        @Test
        @NeedsMapIterators
        void works_together_with_an_iterator() {
            assertNothingLeftBy(WithAnIterator.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        private EngineExecutionResults assertNothingLeftBy(Class<?> testClass) {
            KernelObjects before = KernelObjects.now();
            List<String> descriptors = KernelObjects.openDescriptors();
            EngineExecutionResults results = Tests.run(testClass);
            assertThat(KernelObjects.openDescriptors()).containsExactlyInAnyOrderElementsOf(descriptors);
            assertThat(before).satisfies(then -> assertThat(then.addedSince()).isEmpty());
            return results;
        }
    }

    @Nested
    class Without_junit {

        @Test
        @NeedsKernel
        void is_closed_by_the_try_statement() throws Exception {
            KernelObjects before = KernelObjects.now();
            IteratorReader reader;
            try (BpfSession bpf = BpfSession.open()) {
                reader = bpf.open("/task.bpf.o").load().program("dump_task").pin();
                assertThat(reader).table(lastColumnToEndOfLine()).column("tgid").contains(PID);
            }
            assertThatIllegalStateException().isThrownBy(reader::text);
            assertThat(before.addedSince()).isEmpty();
        }

        @Test
        void finds_resources_relative_to_a_class_and_files() {
            try (BpfSession bpf = BpfSession.resourcesRelativeTo(BpfSessionTest.class)) {
                assertThat(bpf.open("../../task.bpf.o").programs()).containsExactly("dump_task");
                assertThat(bpf.open("target/test-classes/task.bpf.o").programs())
                        .containsExactly("dump_task");
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> bpf.open("nowhere.bpf.o"))
                        .withMessageContaining("Cannot find BPF object \"nowhere.bpf.o\"")
                        .withMessageContaining("relative to io.bpfiterator.BpfSessionTest");
            }
        }

        @Test
        @NeedsKernel
        void has_libbpfs_log_with_debug() {
            try (BpfSession bpf = BpfSession.open()) {
                assertThat(bpf.open("/task.bpf.o", true).load().log()).contains("processed ");
                assertThat(bpf.open("/task.bpf.o").load().log()).isEmpty();
            }
        }
    }

    @Nested
    class Closing {

        private final BpfSession bpf = BpfSession.open();

        @AfterEach
        void close() {
            bpf.close();
        }

        @Test
        void starts_with_the_newest() {
            List<String> closed = new ArrayList<>();
            bpf.keep(() -> closed.add("first"));
            bpf.keep(() -> closed.add("second"));
            bpf.keep(() -> closed.add("third"));

            bpf.close();
            bpf.close();

            assertThat(closed).containsExactly("third", "second", "first");
        }

        @Test
        void continues_after_a_failure_and_reports_all_failures() {
            List<String> closed = new ArrayList<>();
            bpf.keep(() -> closed.add("first"));
            bpf.keep(() -> {
                throw new IllegalArgumentException("second");
            });
            bpf.keep(() -> {
                throw new java.io.IOException("third");
            });

            assertThatIllegalStateException()
                    .isThrownBy(bpf::close)
                    .withRootCauseInstanceOf(java.io.IOException.class)
                    .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("second"));
            assertThat(closed).containsExactly("first");
        }

        @Test
        @NeedsKernel
        void unpins_before_the_file_system_of_the_pins_is_closed() throws Exception {
            BpfSession bpf = BpfSession.open();
            var object = bpf.open("/task.bpf.o").load();
            Path path = bpf.pinPath("late");
            object.program("dump_task").attach().pin(path);
            bpf.keep(() -> assertThat(path).exists());

            bpf.close();

            assertThat(path).doesNotExist();
        }

        @Test
        @NeedsKernel
        void makes_every_open_method_fail() {
            OpenBpfObject open = bpf.open("/task.bpf.o");
            bpf.close();

            List<ThrowingCallable> calls = List.of(
                    () -> bpf.open("/task.bpf.o"),
                    () -> bpf.open("/task.bpf.o", true),
                    () -> bpf.map("id 1"),
                    () -> bpf.map(MapType.HASH, "a", Integer.class, Integer.class, 1),
                    () -> bpf.perCpuMap(MapType.PERCPU_HASH, "a", Integer.class, Integer.class, 1),
                    () -> bpf.reader(Path.of("/nowhere")),
                    () -> bpf.pinPath("name"),
                    open::load);
            calls.forEach(BpfSessionTest::isClosed);
        }

        @Test
        void closes_later_resources_immediately() {
            bpf.close();
            List<String> closed = new ArrayList<>();

            isClosed(() -> bpf.keep(() -> closed.add("late")));

            assertThat(closed).containsExactly("late");
        }
    }

    private static void isClosed(ThrowingCallable call) {
        assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessage("The BPF session is closed: either its test has ended, or close() was called."
                        + " Use an open session.");
    }

    /** Another process, which pins an iterator until its input has a line. */
    public static final class Pinning {

        public static void main(String[] arguments) throws Exception {
            try (BpfSession bpf = BpfSession.open()) {
                Path path = Path.of(arguments[0]);
                bpf.open("/task.bpf.o").load().program("dump_task").pin(IteratorOptions.none(), path);
                System.out.println("pinned");
                System.in.read();
            }
        }
    }

    @Nested
    @NeedsKernel
    class A_reader_of_another_process_pin {

        @Test
        void reads_until_that_process_removes_it(@TempDir Path directory) throws Exception {
            run("mount", "-t", "bpf", "bpf", directory.toString());
            try (BpfSession bpf = BpfSession.open()) {
                Path pin = directory.resolve("tasks");
                Process other = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Pinning.class.getName(),
                                pin.toString())
                        .redirectErrorStream(true)
                        .start();
                try (BufferedReader output = other.inputReader();
                        BufferedWriter input = other.outputWriter()) {
                    assertThat(output.readLine()).isEqualTo("pinned");
                    IteratorReader reader = bpf.reader(pin);

                    assertThat(reader)
                            .table(lastColumnToEndOfLine())
                            .column("tgid")
                            .contains(PID, Long.toString(other.pid()));
                    assertThat(reader.name()).isEqualTo("tasks");
                    assertThat(reader.path()).isEqualTo(pin);

                    IteratorInputStream run = reader.open();
                    input.write("\n");
                    input.flush();
                    assertThat(other.waitFor()).isZero();
                    assertThat(run.readAllBytes()).as("an open run continues").isNotEmpty();
                    assertThatExceptionOfType(BpfException.class)
                            .isThrownBy(reader::text)
                            .withMessage("Cannot open iterator tasks at " + pin
                                    + ": either it was never pinned there, or the pin was removed (ENOENT). Pin it"
                                    + " before"
                                    + " it is read.");
                } finally {
                    other.destroy();
                    other.waitFor();
                }
            } finally {
                run("umount", directory.toString());
            }
        }

        private static void run(String... command) throws Exception {
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        }
    }

    @Nested
    @NeedsKernel
    class A_path_to_pin_at {

        @Test
        void is_unused_and_removed_with_the_session() {
            Path path;
            try (BpfSession bpf = BpfSession.open();
                    BpfObject object = bpf.open("/task.bpf.o").load()) {
                path = bpf.pinPath("some name");
                assertThat(object.program("dump_task").pin(IteratorOptions.none(), path))
                        .isNotEmpty();
                assertThat(path).exists();
                assertThat(path.getFileName()).hasToString("some_name");
                assertThat(bpf.pinPath("some name").getFileName()).hasToString("some_name-2");
            }
            assertThat(Files.exists(path)).isFalse();
        }
    }
}
