// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsKernel
class IteratorOptionsTest {

    private static final long PID = ProcessHandle.current().pid();

    private final BpfObject object = OpenedObject.open(Objects.file("parameters"))
            .autoload("dump_cgroup", true)
            .load();

    @AfterEach
    void close() {
        object.close();
    }

    private List<String> tasks(IteratorOptions options) {
        return object.program("dump_task").pin(options).lines();
    }

    private List<String> cgroups(IteratorOptions options) {
        return object.program("dump_cgroup").pin(options).lines();
    }

    private static boolean ofAnotherProcess(String line) {
        return !line.startsWith(PID + " ");
    }

    private static void fails(ThrowingCallable call, String... messageParts) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(messageParts));
    }

    @Nested
    class A_task_iterator {

        @Test
        void walks_all_tasks_by_default() {
            assertThat(tasks(IteratorOptions.none()))
                    .contains(PID + " " + PID)
                    .anyMatch(IteratorOptionsTest::ofAnotherProcess);
        }

        @Test
        void is_restricted_to_a_thread() {
            assertThat(tasks(IteratorOptions.thread(PID))).containsExactly(PID + " " + PID);
            assertThat(tasks(IteratorOptions.thread(anotherThread()))).containsExactly(PID + " " + anotherThread());
        }

        @Test
        void is_restricted_to_the_threads_of_a_process() {
            assertThat(tasks(IteratorOptions.process(PID)))
                    .hasSizeGreaterThan(1)
                    .contains(PID + " " + PID)
                    .allMatch(line -> line.startsWith(PID + " "));
            assertThat(tasks(IteratorOptions.process(ProcessHandle.current())))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.startsWith(PID + " "));
        }

        @Test
        void is_restricted_to_the_process_of_a_pidfd() {
            try (Pidfd pidfd = Pidfd.open(ProcessHandle.current())) {
                assertThat(tasks(IteratorOptions.processOf(pidfd.number())))
                        .hasSizeGreaterThan(1)
                        .allMatch(line -> line.startsWith(PID + " "));
                pidfd.close();
                assertThatIllegalStateException().isThrownBy(pidfd::number);
            }
        }

        @Test
        void is_restricted_to_the_process_that_has_an_id_when_a_run_starts() throws Exception {
            assertThat(tasks(IteratorOptions.processWithId(PID)))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.startsWith(PID + " "));

            Process ended = new ProcessBuilder("true").start();
            ended.waitFor();
            assertThat(tasks(IteratorOptions.processWithId(ended.pid()))).isEmpty();
        }

        @Test
        void that_may_sleep_accepts_the_same_options() {
            assertThat(object.program("dump_task_sleepable")
                            .pin(IteratorOptions.thread(PID))
                            .lines())
                    .containsExactly(PID + " " + PID);
        }

        @Test
        void finds_nothing_once_its_process_has_ended() throws Exception {
            Process sleep = new ProcessBuilder("sleep", "60").start();
            var reader = object.program("dump_task").pin(IteratorOptions.process(sleep.toHandle()));
            assertThat(reader.lines()).containsExactly(sleep.pid() + " " + sleep.pid());
            sleep.destroy();
            sleep.waitFor();

            assertThat(reader.lines()).isEmpty();
        }

        @Test
        void cannot_be_restricted_to_a_process_that_has_ended() throws Exception {
            Process ended = new ProcessBuilder("true").start();
            ended.waitFor();

            fails(
                    () -> tasks(IteratorOptions.process(ended.toHandle())),
                    "Cannot restrict a task iterator to pid " + ended.pid()
                            + ": either the process has ended, or the id is that of a thread (ESRCH). Use tid for a"
                            + " thread.");
            fails(
                    () -> tasks(IteratorOptions.process(ended.pid())),
                    "Cannot restrict a task iterator to pid " + ended.pid() + ": ");
            fails(
                    () -> tasks(IteratorOptions.thread(ended.pid())),
                    "Cannot restrict a task iterator to tid " + ended.pid()
                            + ": either the thread has ended, or it is in another pid namespace (ESRCH).");
        }

        @Test
        void cannot_be_restricted_to_a_thread_by_pid() {
            fails(
                    () -> tasks(IteratorOptions.process(anotherThread())),
                    "Cannot restrict a task iterator to pid " + anotherThread()
                            + ": either the process has ended, or the id is that of a thread (E");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 31, (1L << 32) + 1})
        void refuses_numbers_that_would_mean_all_or_no_tasks(long number) {
            fails(
                    () -> IteratorOptions.thread(number),
                    "Cannot restrict a task iterator to tid " + number + ": a thread's id is a positive number.");
            fails(
                    () -> IteratorOptions.process(number),
                    "Cannot restrict a task iterator to pid " + number + ": a process's id is a positive number.");
            fails(() -> IteratorOptions.processWithId(number), "Cannot restrict a task iterator to pid " + number);
        }

        @Test
        void has_no_pidfd_of_a_process_that_has_ended() throws Exception {
            Process ended = new ProcessBuilder("true").start();
            ended.waitFor();

            fails(
                    () -> Pidfd.open(ended.toHandle()),
                    "Cannot open a pidfd of pid " + ended.pid()
                            + ": either the process has ended, or the id is that of a thread (ESRCH).");
        }

        @Test
        void refuses_a_descriptor_that_is_not_a_pidfd() {
            fails(
                    () -> IteratorOptions.processOf(0),
                    "Cannot restrict a task iterator to pidfd 0: the kernel requires a positive descriptor");
            fails(() -> IteratorOptions.processOf(-1), "Cannot restrict a task iterator to pidfd -1");
            fails(
                    () -> tasks(IteratorOptions.processOf(123456)),
                    "Cannot attach iterator dump_task (target task) to pidfd 123456: bad file descriptor (EBADF). Use"
                            + " an"
                            + " open descriptor of a process (Pidfd.open).");
        }

        /** The JVM's second thread, which lives as long as the first. */
        private long anotherThread() {
            String[] threads = new File("/proc/self/task").list();
            return Arrays.stream(threads)
                    .mapToLong(Long::parseLong)
                    .filter(tid -> tid != PID)
                    .min()
                    .orElseThrow();
        }
    }

    @Nested
    class A_cgroup_iterator {

        private final Path top = Cgroups.root().resolve("bpf-iterator-test-" + PID);
        private final Path left = top.resolve("left");
        private final Path right = top.resolve("right");
        private final Path below = right.resolve("below");

        @BeforeEach
        void make() throws Exception {
            for (Path cgroup : List.of(top, left, right, below)) {
                Files.createDirectory(cgroup);
            }
        }

        @AfterEach
        void remove() throws Exception {
            for (Path cgroup : List.of(below, right, left, top)) {
                Files.deleteIfExists(cgroup);
            }
        }

        private static String id(Path cgroup) {
            try {
                return Files.getAttribute(cgroup, "unix:ino").toString();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Test
        void walks_the_descendants_each_before_those_below_it() {
            assertThat(cgroups(IteratorOptions.cgroup(top)))
                    .hasSize(5)
                    .startsWith(id(top))
                    .contains(id(left))
                    .containsSubsequence(id(top), id(right), id(below))
                    .endsWith("end");
        }

        @Test
        void walks_the_descendants_each_after_those_below_it() {
            assertThat(cgroups(IteratorOptions.cgroup(top, CgroupOrder.DESCENDANTS_POST)))
                    .hasSize(5)
                    .contains(id(left))
                    .containsSubsequence(id(below), id(right), id(top), "end");
        }

        @Test
        void walks_only_one_cgroup() {
            assertThat(cgroups(IteratorOptions.cgroup(right, CgroupOrder.SELF_ONLY)))
                    .containsExactly(id(right), "end");
        }

        @Test
        void walks_up_to_the_root() {
            assertThat(cgroups(IteratorOptions.cgroup(below, CgroupOrder.ANCESTORS_UP)))
                    .containsExactly(id(below), id(right), id(top), id(Cgroups.root()), "end");
        }

        @Test
        void starts_at_an_id_a_descriptor_or_this_process() {
            CgroupOrder selfOnly = CgroupOrder.SELF_ONLY;
            long leftId = Long.parseUnsignedLong(id(left));

            assertThat(cgroups(IteratorOptions.cgroupWithId(leftId, selfOnly))).containsExactly(id(left), "end");
            try (Fd fd = new Fd(Libc.libc().open(left.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC), "a cgroup")) {
                assertThat(cgroups(IteratorOptions.cgroupOf(fd.number(), selfOnly)))
                        .containsExactly(id(left), "end");
            }
            assertThat(cgroups(IteratorOptions.cgroupOfThisProcess(selfOnly)))
                    .containsExactly(id(Cgroups.ofThisProcess()), "end");
        }

        @Test
        void requires_a_cgroup_to_start_at() {
            String missing =
                    "Cannot attach iterator dump_cgroup: it walks cgroups, and the cgroup to start at is missing. ";

            fails(() -> cgroups(IteratorOptions.none()), missing);
            fails(() -> object.program("dump_cgroup").attach(), missing);
        }

        @Test
        void cannot_start_at_a_removed_cgroup() throws Exception {
            long id = Long.parseUnsignedLong(id(left));
            Files.delete(left);

            fails(
                    () -> cgroups(IteratorOptions.cgroup(left)),
                    "Cannot open cgroup " + left
                            + ": no such file or directory (ENOENT). Name a directory in a cgroup v2 file system.");
            fails(
                    () -> cgroups(IteratorOptions.cgroupWithId(id, CgroupOrder.DESCENDANTS_PRE)),
                    "Cannot attach iterator dump_cgroup (target cgroup) to cgroup id " + id
                            + " (DESCENDANTS_PRE): either the cgroup was removed, or it does not belong to cgroup v2"
                            + " (ENOENT). Choose a cgroup of cgroup v2");
        }

        @Test
        void cannot_start_at_another_directory_or_descriptor() {
            fails(
                    () -> cgroups(IteratorOptions.cgroup(Path.of("/tmp"))),
                    "to cgroup path /tmp (DESCENDANTS_PRE): either the cgroup was removed, or it does not belong to"
                            + " cgroup v2 (EBADF).");
            fails(
                    () -> IteratorOptions.cgroupOf(-1, CgroupOrder.DESCENDANTS_PRE),
                    "Cannot start a cgroup iterator at file descriptor -1: the kernel requires a positive descriptor");
            fails(
                    () -> IteratorOptions.cgroupOf(0, CgroupOrder.DESCENDANTS_PRE),
                    "Cannot start a cgroup iterator at file descriptor 0");
            fails(
                    () -> IteratorOptions.cgroupWithId(0, CgroupOrder.DESCENDANTS_PRE),
                    "at cgroup id 0: the kernel treats 0 as no id.");
            fails(
                    () -> cgroups(IteratorOptions.cgroupWithId(-1, CgroupOrder.DESCENDANTS_PRE)),
                    "to cgroup id 18446744073709551615");
        }
    }

    @Nested
    class A_parameter_of_another_target {

        private static final String TASK = "its target task accepts a thread or process";
        private static final String CGROUP = "its target cgroup accepts a cgroup and an order";

        @ParameterizedTest
        @CsvSource({"dump_task, " + TASK, "dump_task_sleepable, " + TASK, "dump_cgroup, " + CGROUP})
        @NeedsMapIterators
        void is_refused_with_the_parameters_that_the_target_accepts(String program, String accepted) {
            try (BpfObject maps =
                    OpenedObject.open(Objects.file("maps_of_all_types")).load()) {
                fails(
                        () -> object.program(program).attach(IteratorOptions.map(maps.map("points"))),
                        "Cannot attach iterator " + program + " to map points (hash, id ",
                        accepted,
                        "Leave it out.");
            }
        }

        @Test
        void is_refused_by_an_iterator_over_cgroups() {
            fails(
                    () -> cgroups(IteratorOptions.process(PID)),
                    "Cannot attach iterator dump_cgroup to pid " + PID + ": " + CGROUP);
        }

        @Test
        void is_refused_by_an_iterator_over_tasks() {
            fails(
                    () -> tasks(IteratorOptions.cgroupWithId(5, CgroupOrder.DESCENDANTS_PRE)),
                    "Cannot attach iterator dump_task to cgroup id 5 (DESCENDANTS_PRE): " + TASK);
        }

        @Test
        void is_refused_by_an_iterator_that_accepts_none() {
            try (BpfObject two = OpenedObject.open(Objects.file("two_iterators"))
                    .only("count_maps")
                    .load()) {
                fails(
                        () -> two.program("count_maps").attach(IteratorOptions.thread(1)),
                        "Cannot attach iterator count_maps to tid 1: its target bpf_map accepts no parameters."
                                + " Leave it"
                                + " out.");
            }
        }

        @Test
        void is_refused_by_a_program_that_is_not_an_iterator() {
            try (BpfObject other = OpenedObject.open(Objects.file("parameters"))
                    .only("count_calls")
                    .load()) {
                fails(
                        () -> other.program("count_calls").attach(IteratorOptions.none()),
                        "Cannot attach program count_calls as an iterator: its section is raw_tp/sys_enter. ");
            }
        }
    }
}
