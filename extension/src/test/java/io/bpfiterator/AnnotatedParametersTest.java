// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The parameters of iterators that an annotation can set. */
@NeedsKernel
class AnnotatedParametersTest {

    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @Nested
    class A_task_iterator {

        @Test
        void is_restricted_to_this_process(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_task", task = "pid self")
                        IteratorReader tasks) {
            assertThat(tasks).tableWithoutHeader().column(0).containsOnly(PID);
        }

        @Test
        void is_restricted_to_this_thread(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_task", task = "tid self")
                        IteratorReader tasks) {
            assertThat(tasks).hasLines(1).text().startsWith(PID + " ");
        }

        @Test
        void is_restricted_to_a_pid(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_task", task = "pid ${sleep.pid}")
                        IteratorReader tasks) {
            assertThat(tasks).hasLines(1).text().startsWith(sleep.pid() + " ");
        }

        private static Process sleep;

        @BeforeAll
        static void start() throws Exception {
            sleep = new ProcessBuilder("sleep", "60").start();
            System.setProperty("sleep.pid", Long.toString(sleep.pid()));
        }

        @AfterAll
        static void stop() throws Exception {
            System.clearProperty("sleep.pid");
            sleep.destroy();
            sleep.waitFor();
        }
    }

    @Nested
    class A_cgroup_iterator {

        @Test
        void starts_at_this_process_and_walks_up(
                @BpfIterator(
                                obj = "/parameters.bpf.o",
                                program = "dump_cgroup",
                                cgroup = "self",
                                order = CgroupOrder.ANCESTORS_UP)
                        IteratorReader cgroups)
                throws Exception {
            Object own = Files.getAttribute(Cgroups.ofThisProcess(), "unix:ino");
            assertThat(cgroups).lines().first().isEqualTo(own.toString());
            assertThat(cgroups).lines().last().isEqualTo("end");
        }

        @Test
        void starts_at_an_id(
                @BpfIterator(
                                obj = "/parameters.bpf.o",
                                program = "dump_cgroup",
                                cgroup = "id 1",
                                order = CgroupOrder.SELF_ONLY)
                        IteratorReader cgroups) {
            assertThat(cgroups).lines().containsExactly("1", "end");
        }
    }

    static class Mistakes {
        @Test
        void task_syntax(@BpfIterator(obj = "/task.bpf.o", task = "init") IteratorReader reader) {}

        @Test
        void task_number(@BpfIterator(obj = "/task.bpf.o", task = "pid one") IteratorReader reader) {}

        @Test
        void cgroup_syntax(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_cgroup", cgroup = "mine")
                        IteratorReader reader) {}

        @Test
        void two_kinds(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_cgroup", cgroup = "self", task = "pid self")
                        IteratorReader reader) {}

        @Test
        void no_cgroup(@BpfIterator(obj = "/parameters.bpf.o", program = "dump_cgroup") IteratorReader reader) {}

        @Test
        void wrong_target(@BpfIterator(obj = "/task.bpf.o", cgroup = "self") IteratorReader reader) {}
    }

    @Nested
    class A_mistake {

        @Test
        void in_the_syntax_lists_the_valid_forms() {
            assertFails(
                    "task_syntax",
                    "\"init\" does not name a task. Write \"pid N\", \"pid self\", \"tid N\" or \"tid self\".");
            assertFails("task_number", "\"pid one\" does not name a task");
            assertFails(
                    "cgroup_syntax",
                    "\"mine\" does not name a cgroup. Write \"self\", \"path DIRECTORY\" or \"id N\".");
        }

        @Test
        void in_the_number_of_parameters_names_them() {
            assertFails(
                    "two_kinds",
                    "Cannot attach the iterator: map, task and cgroup exclude each other, but the annotation sets"
                            + " pid ");
            assertFails(
                    "no_cgroup",
                    "it walks cgroups, and the cgroup to start at is missing. Name one with cgroup = \"self\"");
        }

        @Test
        void in_the_target_names_its_parameter() {
            assertFails("wrong_target", " to cgroup path ", ": its target task accepts a thread or process");
        }

        private void assertFails(String mistake, String... parts) {
            assertThat(Tests.failureOf(Mistakes.class, mistake, Map.of())).hasMessageContainingAll(parts);
        }
    }
}
