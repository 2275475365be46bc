// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NeedsKernel
class BpfLinkTest {

    private static final int PID = (int) ProcessHandle.current().pid();

    private final BpfObject object = OpenedObject.open(Objects.file("parameters"))
            .autoload("dump_cgroup", true)
            .load();
    private final BpfProgram tasks = object.program("dump_task");

    @AfterEach
    void close() {
        object.close();
    }

    private static void isClosed(ThrowingCallable call, String what) {
        assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessage("Cannot use " + what + ": it is closed. Use it before its owner is closed.");
    }

    @Nested
    class Pins {

        private final BpfLink link = tasks.attach();

        @Test
        void can_be_several_for_one_link() {
            BpfPin first = link.pin();
            BpfPin second = link.pin();
            BpfPin third = link.pin("some other text");

            assertThat(List.of(first, second, third)).extracting(BpfPin::name).containsOnly("dump_task");
            assertThat(List.of(first, second, third))
                    .extracting(pin -> pin.path().getFileName().toString())
                    .containsExactly("dump_task", "dump_task-2", "some_other_text");
            first.close();

            assertThat(first.path()).doesNotExist();
            assertThat(second.reader().lines()).contains(PID + " " + PID);
            assertThat(third.reader().lines()).contains(PID + " " + PID);
            assertThatIllegalStateException()
                    .isThrownBy(() -> first.reader().text())
                    .withMessageContaining("Cannot read iterator dump_task: it is unpinned");
        }

        @Test
        void outlive_their_link() {
            IteratorReader reader = link.pin().reader();
            link.close();

            assertThat(reader.lines()).contains(PID + " " + PID);
        }

        @Test
        void that_persist_outlive_their_object() throws Exception {
            try (Bpffs bpffs = TemporaryBpffs.create()) {
                Path path;
                try (BpfObject other =
                        OpenedObject.open(Objects.file("parameters")).load()) {
                    BpfPin pin = other.program("dump_task")
                            .attach()
                            .pin(bpffs.path("stays").shared())
                            .persist();
                    path = pin.path();
                    pin.close();

                    assertThatIllegalStateException()
                            .isThrownBy(() -> pin.reader().text())
                            .withMessageContaining("Cannot read iterator dump_task: it is unpinned");
                }

                assertThat(Files.readString(path)).contains(PID + " " + PID + "\n");
            }
        }

        @Test
        void that_persist_are_nevertheless_removed_with_the_temporary_bpffs() {
            BpfPin pin = link.pin().persist();
            assertThat(pin.path()).exists();
            object.close();

            assertThat(pin.path()).doesNotExist();
        }

        @Test
        void can_be_closed_twice_and_after_the_file_was_removed() throws Exception {
            BpfPin pin = link.pin();
            Files.delete(pin.path());
            pin.close();
            pin.close();
        }
    }

    @Nested
    class A_reader_without_a_pin {

        private final BpfLink link = tasks.attach();

        @Test
        void reads_and_has_no_path() {
            IteratorReader reader = link.reader();

            assertThat(reader.lines()).contains(PID + " " + PID);
            assertThat(reader.lines()).contains(PID + " " + PID);
            assertThat(reader).hasToString("iterator dump_task");
            assertThatIllegalStateException()
                    .isThrownBy(reader::path)
                    .withMessage("Iterator dump_task has no path: it is not pinned.");
        }

        @Test
        void ends_with_its_link() {
            IteratorReader reader = link.reader();
            link.close();

            isClosed(reader::text, "link of dump_task");
        }
    }

    @Nested
    class An_update {

        private final BpfLink link = tasks.attach();

        @Test
        void changes_later_runs_of_an_existing_pin_but_not_open_runs() throws Exception {
            IteratorReader reader = link.pin().reader();
            try (IteratorInputStream open = reader.withChunkSize(64).open()) {
                assertThat(open.read()).isPositive();
                link.update(object.program("dump_comm"));

                assertThat(reader.lines())
                        .contains(Files.readString(java.nio.file.Path.of("/proc/self/comm"))
                                .strip());
                assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8))
                        .contains(PID + " " + PID + "\n");
            }
            assertThat(link.info().programId())
                    .isEqualTo(object.program("dump_comm").info().id());
        }

        @Test
        void to_a_program_of_another_target_is_refused() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> link.update(object.program("dump_cgroup")))
                    .withMessage("Cannot update link of dump_task to program dump_cgroup (iter/cgroup): the link is of"
                            + " target task, and the program is for cgroup (EINVAL). Choose an iterator of the same"
                            + " target.");
            assertThat(link.reader().lines()).contains(PID + " " + PID);
        }

        @Test
        void may_be_a_program_of_another_object() {
            try (BpfObject other = OpenedObject.open(Objects.file("task")).load()) {
                link.update(other.program("dump_task"));
            }
            assertThat(link.reader().text()).startsWith("    tgid      pid comm\n");
        }
    }

    @Nested
    class Its_info {

        @Test
        void has_the_target_and_the_program() {
            BpfLink link = tasks.attach();

            assertThat(link.info().target()).contains("task");
            assertThat(link.info().programId()).isEqualTo(tasks.info().id());
            assertThat(link.info().type()).isEqualTo(4);
            assertThat(link.name()).isEqualTo("dump_task");
        }

        @Test
        void has_no_value_for_an_option_that_was_not_set() {
            BpfLink link = tasks.attach();

            assertThat(link.info().mapId()).isZero();
            assertThat(link.info().pid()).isZero();
            assertThat(link.info().tid()).isZero();
            assertThat(link.info().cgroupOrder()).isEmpty();
        }

        @Test
        void has_an_id_that_no_other_link_has() {
            assertThat(tasks.attach().info().id())
                    .isNotEqualTo(tasks.attach().info().id());
        }

        @Test
        void has_the_thread_or_process() {
            assertThat(tasks.attach(IteratorOptions.thread(PID)).info().tid()).isEqualTo(PID);
            assertThat(tasks.attach(IteratorOptions.process(PID)).info().pid()).isEqualTo(PID);
        }

        @Test
        void has_the_cgroup_and_the_order() throws Exception {
            LinkInfo info = object.program("dump_cgroup")
                    .attach(IteratorOptions.cgroup(Cgroups.root(), CgroupOrder.DESCENDANTS_POST))
                    .info();

            assertThat(info.cgroupId()).isEqualTo(Files.getAttribute(Cgroups.root(), "unix:ino"));
            assertThat(info.cgroupOrder()).contains(CgroupOrder.DESCENDANTS_POST);
        }

        @Test
        void has_fewer_properties_for_other_links() {
            try (BpfObject other = OpenedObject.open(Objects.file("parameters"))
                    .only("count_calls")
                    .load()) {
                LinkInfo info = other.program("count_calls").attach().info();

                assertThat(info.target()).isEmpty();
                assertThat(info.programId())
                        .isEqualTo(other.program("count_calls").info().id());
            }
        }
    }

    @Nested
    class An_open_run {

        @Test
        void outlives_its_link_and_pin() throws Exception {
            BpfLink link = tasks.attach();
            BpfPin pin = link.pin();
            try (IteratorInputStream run = pin.reader().withChunkSize(64).open()) {
                assertThat(run.read()).isPositive();
                pin.close();
                link.close();

                assertThat(new String(run.readAllBytes(), StandardCharsets.UTF_8))
                        .contains(PID + " " + PID + "\n");
            }
        }

        @Test
        void ends_with_its_object() {
            KernelObjects before = KernelObjects.now();
            BpfObject other = OpenedObject.open(Objects.file("task")).load();
            IteratorInputStream run =
                    other.program("dump_task").pin().withChunkSize(64).open();
            assertThat(run.read()).isPositive();
            other.close();

            isClosed(() -> run.readAllBytes(), "this run of iterator dump_task");
            run.close();
            assertThat(before).satisfies(then -> assertThat(then.addedSince()).isEmpty());
        }
    }

    /** A separate class: JUnit evaluates a method's conditions after it has created the instance with its object. */
    @Nested
    @NeedsMapIterators
    class That_walks_a_map {

        @Test
        void has_the_map_in_its_info() {
            try (BpfObject other =
                    OpenedObject.open(Objects.file("maps_of_all_types")).load()) {
                LinkInfo info = other.program("dump_points")
                        .attach(IteratorOptions.map(other.map("points")))
                        .info();

                assertThat(info.mapId()).isEqualTo(other.map("points").info().id());
                assertThat(info.target()).contains("bpf_map_elem");
            }
        }

        @Test
        void has_runs_that_outlive_the_map() throws Exception {
            try (BpfObject other =
                    OpenedObject.open(Objects.file("maps_of_all_types")).load()) {
                BpfMap<byte[], byte[]> points = other.map("points");
                points.put(new byte[4], new byte[8]);
                try (IteratorInputStream run = other.program("dump_points")
                        .attach(IteratorOptions.map(points))
                        .reader()
                        .open()) {
                    points.close();
                    assertThat(new String(run.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("0 0\n");
                }
            }
        }
    }

    @Nested
    class A_closed_link {

        @Test
        void fails_every_call() {
            BpfLink link = tasks.attach();
            link.close();

            List<ThrowingCallable> calls =
                    List.of(link::info, link::pin, () -> link.pin("text"), () -> link.update(tasks));
            calls.forEach(call -> isClosed(call, "link of dump_task"));
            link.close();
        }

        @Test
        void is_every_link_of_a_closed_object() {
            BpfLink link = tasks.attach();
            object.close();

            isClosed(link::info, "link of dump_task");
            isClosed(link::pin, "object parameters");
            isClosed(tasks::attach, "program dump_task");
            isClosed(tasks::info, "program dump_task");
        }
    }
}
