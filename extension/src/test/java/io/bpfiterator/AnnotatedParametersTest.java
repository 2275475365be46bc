package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.kernel.Cgroups;
import io.bpfiterator.object.CgroupOrder;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The parameters of iterators that an annotation can say. */
@NeedsKernel
class AnnotatedParametersTest {

    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @Nested
    class A_task_iterator {

        @Test
        void keeps_to_this_process(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_task", task = "pid self")
                        IteratorReader tasks) {
            assertThat(tasks).tableWithoutHeader().column(0).containsOnly(PID);
        }

        @Test
        void keeps_to_this_thread(
                @BpfIterator(obj = "/parameters.bpf.o", program = "dump_task", task = "tid self")
                        IteratorReader tasks) {
            assertThat(tasks).hasLines(1).text().startsWith(PID + " ");
        }

        @Test
        void keeps_to_a_number(
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
        void begins_at_this_process_and_walks_up(
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
        void begins_at_an_id(
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
        void task_words(@BpfIterator(obj = "/task.bpf.o", task = "init") IteratorReader reader) {}

        @Test
        void task_number(@BpfIterator(obj = "/task.bpf.o", task = "pid one") IteratorReader reader) {}

        @Test
        void cgroup_words(
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
        void in_the_words_lists_them() {
            assertFails(
                    "task_words",
                    "\"init\" does not name a task. Write \"pid N\", \"pid self\", \"tid N\" or \"tid self\".");
            assertFails("task_number", "\"pid one\" does not name a task");
            assertFails(
                    "cgroup_words", "\"mine\" does not name a cgroup. Write \"self\", \"path DIRECTORY\" or \"id N\".");
        }

        @Test
        void in_the_number_of_parameters_says_so() {
            assertFails("two_kinds", "An iterator takes one of map, task and cgroup, and was given [pid ");
            assertFails(
                    "no_cgroup",
                    "it walks cgroups, and the cgroup to start at is missing. Name one with cgroup = \"self\"");
        }

        @Test
        void in_the_target_says_what_it_takes() {
            assertFails("wrong_target", " to cgroup path ", ": its target task accepts a thread or process");
        }

        private void assertFails(String mistake, String... parts) {
            assertThat(Tests.failureOf(Mistakes.class, mistake, Map.of())).hasMessageContainingAll(parts);
        }
    }
}
