// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OpenBpfObjectTest {

    private static final long PID = ProcessHandle.current().pid();

    private final List<BpfObject> loaded = new ArrayList<>();
    private final OpenBpfObject parameters = open("parameters");

    @AfterEach
    void close() {
        loaded.forEach(BpfObject::close);
    }

    /** Opens an object that is closed after the test. */
    private OpenBpfObject open(String name) {
        return OpenedObject.open(Objects.file(name), false, loaded::add);
    }

    @Test
    void lists_its_iterators_in_the_objects_order() {
        assertThat(open("two_iterators").iterators()).containsExactly("count_tasks", "count_maps");
        assertThat(open("no_iterator").iterators()).isEmpty();
    }

    private static List<String> names(BpfObject object) {
        return object.programs().stream().map(BpfProgram::name).toList();
    }

    private static void fails(ThrowingCallable call, String... messageParts) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(messageParts));
    }

    @Nested
    @NeedsKernel
    class The_loaded_programs {

        @Test
        void are_those_without_a_question_mark() {
            assertThat(parameters.programs())
                    .containsExactlyInAnyOrder(
                            "dump_task",
                            "dump_comm",
                            "dump_task_sleepable",
                            "dump_cgroup",
                            "count_calls",
                            "without_place");
            assertThat(names(parameters.load()))
                    .containsExactlyInAnyOrder("dump_task", "dump_comm", "dump_task_sleepable");
        }

        @Test
        void are_chosen_one_by_one() {
            BpfObject object = parameters
                    .autoload("dump_cgroup", true)
                    .autoload("dump_comm", false)
                    .load();

            assertThat(names(object)).containsExactlyInAnyOrder("dump_task", "dump_task_sleepable", "dump_cgroup");
            fails(
                    () -> object.program("dump_comm"),
                    "Object parameters has no loaded program dump_comm. Choose one of: dump_task, dump_task_sleepable,"
                            + " dump_cgroup.");
        }

        @Test
        void are_only_the_chosen_ones() {
            assertThat(names(parameters
                            .only("dump_comm", "dump_cgroup", "dump_comm")
                            .load()))
                    .containsExactlyInAnyOrder("dump_comm", "dump_cgroup");
            assertThat(names(open("parameters").only().load())).isEmpty();
        }

        @Test
        void include_the_chosen_iterator() {
            assertThat(open("task").iterator("")).isEqualTo("dump_task");
            assertThat(parameters.iterator("dump_cgroup")).isEqualTo("dump_cgroup");
            assertThat(names(parameters.load())).contains("dump_cgroup");
        }

        @Test
        void have_a_section_and_a_target() {
            BpfObject object = parameters.autoload("count_calls", true).load();

            assertThat(object.program("dump_task").section()).isEqualTo("iter/task");
            assertThat(object.program("dump_task_sleepable").section()).isEqualTo("iter.s/task");
            assertThat(object.program("dump_task_sleepable").target()).contains("task");
            assertThat(object.program("count_calls").section()).isEqualTo("raw_tp/sys_enter");
            assertThat(object.program("count_calls").target()).isEmpty();
            assertThat(object.program("count_calls")).hasToString("program count_calls (raw_tp/sys_enter)");
            assertThat(object.program("dump_task").info().gplCompatible()).isTrue();
        }
    }

    @Nested
    @NeedsKernel
    class An_iterator_that_may_sleep {

        @Test
        void is_read_like_any_other() {
            assertThat(parameters.load().program("dump_task_sleepable").pin().lines())
                    .contains(PID + " " + PID);
        }
    }

    @Nested
    @NeedsKernel
    class A_program_that_is_not_an_iterator {

        @Test
        void is_attached_where_its_section_says_and_works_beside_iterators() throws Exception {
            BpfObject object = parameters
                    .autoload("count_calls", true)
                    .global("own_pid", (int) PID)
                    .load();
            BpfGlobal calls = object.global("calls");
            BpfLink link = object.program("count_calls").attach();

            long before = calls.asLong();
            assertThat(object.program("dump_task").pin().lines()).contains(PID + " " + PID);
            assertThat(calls.asLong()).isGreaterThan(before);

            link.close();
            // A program that is still running on another CPU may still count.
            Thread.sleep(100);
            long after = calls.asLong();
            object.program("dump_task").pin().lines();
            assertThat(calls.asLong()).isEqualTo(after);
        }

        @Test
        void is_detached_with_its_object() throws Exception {
            KernelObjects before = KernelObjects.now();
            BpfObject object = parameters.autoload("count_calls", true).load();
            object.program("count_calls").attach();
            object.close();

            assertThat(before.addedSince()).isEmpty();
        }

        @Test
        void without_a_place_cannot_be_attached() {
            BpfProgram program = parameters.only("without_place").load().program("without_place");

            fails(
                    program::attach,
                    "Cannot attach program without_place (socket): ",
                    "Check its section: libbpf attaches a program where its section says");
            fails(
                    program::pin,
                    "Cannot attach program without_place as an iterator: its section is socket. Mark an iterator with"
                            + " SEC(\"iter/TARGET\").");
        }
    }

    @Nested
    @NeedsKernel
    @NeedsMapIterators
    class The_size_of_a_map {

        @Test
        void is_chosen() {
            BpfObject object =
                    open("maps_of_all_types").maxEntries("points", 1000).load();

            assertThat(object.map("points").info().maxEntries()).isEqualTo(1000);
            assertThat(object.map("numbers").info().maxEntries()).isEqualTo(3);
        }

        @Test
        void is_rounded_to_one_that_the_type_supports() {
            BpfObject object =
                    open("maps_of_all_types").maxEntries("events", 5000).load();

            assertThat(object.map("events").info().maxEntries()).isEqualTo(8192);
        }

        @Test
        void is_refused_by_the_kernel_if_it_is_invalid() {
            fails(
                    () -> open("maps_of_all_types").maxEntries("points", 0).load(),
                    "Cannot create map points",
                    "max_entries 0 ");
            fails(
                    () -> open("maps_of_all_types").maxEntries("points", -1).load(),
                    "Cannot create map points",
                    "max_entries 4294967295 ");
        }
    }

    @Nested
    class A_name_that_is_unknown {

        private static final String NOT_FOUND =
                "parameters.bpf.o has no program missing. Choose one of: dump_task (iter/task), ";

        @Test
        @NeedsKernel
        void lists_the_programs() {
            fails(() -> parameters.autoload("missing", true), NOT_FOUND, "count_calls (raw_tp/sys_enter)");
            fails(() -> parameters.only("missing"), NOT_FOUND);
            fails(
                    () -> parameters.iterator("missing"),
                    "parameters.bpf.o has no program missing. Choose one of its iterators: dump_task, dump_comm,"
                            + " dump_task_sleepable, dump_cgroup.");
            fails(
                    () -> open("parameters").load().program("missing"),
                    "Object parameters has no loaded program missing. Choose one of: ");
        }

        @Test
        @NeedsKernel
        @NeedsMapIterators
        void lists_the_maps() {
            fails(
                    () -> open("maps").maxEntries("missing", 1),
                    "maps.bpf.o has no map missing. Choose one of: numbers, events");
            fails(
                    () -> open("maps").load().map("missing"),
                    "Object maps has no map missing. Choose one of: numbers, events");
        }

        @Test
        void lists_the_variables() {
            fails(
                    () -> parameters.global("missing", 1),
                    "has no global variable missing. Choose one of: ",
                    "own_pid",
                    "calls");
        }
    }

    @Nested
    @NeedsKernel
    class The_wrong_order {

        @Test
        void of_choosing_after_the_load_is_an_error() {
            parameters.load();

            List<ThrowingCallable> calls = List.of(
                    () -> parameters.autoload("dump_task", false),
                    () -> parameters.only("dump_task"),
                    () -> parameters.iterator("dump_task"),
                    () -> parameters.global("own_pid", 1),
                    () -> parameters.maxEntries("paramete.bss", 1),
                    parameters::load);
            for (ThrowingCallable call : calls) {
                assertThatIllegalStateException()
                        .isThrownBy(call)
                        .withMessageContaining("is already loaded. Open it again to make other choices.");
            }
        }

        @Test
        void does_not_exist_after_a_refusal_since_other_choices_may_succeed() {
            OpenBpfObject globals = open("globals").only("bounded").global("minimum", 1000);
            fails(globals::load, "The kernel's verifier refused program bounded");

            assertThat(globals.global("minimum", 5)
                            .load()
                            .program("bounded")
                            .pin()
                            .text())
                    .isEqualTo("bounded 5\n");
        }

        @Test
        void of_using_a_closed_object_is_an_error() {
            BpfObject object = parameters.load();
            object.global("calls").asLong();
            BpfGlobal calls = object.global("calls");
            object.close();
            object.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> object.program("dump_task").pin())
                    .withMessage("Cannot use program dump_task: it is closed. Use it before its owner is closed.");
            assertThatIllegalStateException().isThrownBy(calls::asLong);
            assertThatIllegalStateException()
                    .isThrownBy(() -> object.openMap("name paramete.bss"))
                    .withMessage("Cannot use object parameters: it is closed. Use it before its owner is closed.");
            assertThatIllegalStateException()
                    .isThrownBy(() -> object.map("paramete.bss").keys());
        }

        @Test
        void of_attaching_a_closed_program_through_libbpf_is_an_error() {
            BpfObject object = parameters.only("count_calls").load();
            object.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> object.program("count_calls").attach())
                    .withMessage("Cannot use program count_calls: it is closed. Use it before its owner is closed.");
        }
    }
}
