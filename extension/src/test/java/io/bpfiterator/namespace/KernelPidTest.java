// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The kernel's ids of this process and its threads, also in a pid namespace of its own. */
@NeedsKernel
class KernelPidTest {

    private static final List<String> NEW_NAMESPACE = List.of("unshare", "--pid", "--fork", "--mount-proc");

    static class InANewNamespace {

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void an_iterator_prints_the_kernels_ids_of_this_process_and_thread(IteratorReader tasks) {
            assertThat(ProcessHandle.current().pid()).isEqualTo(1);
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .row("pid", KernelPid.ofThisThread())
                    .hasCell("tgid", KernelPid.ofThisProcess());
        }

        @Test
        @EnabledOnKernel(min = "6.1")
        @BpfIterator(obj = "/task.bpf.o", task = "pid self")
        void pid_self_is_this_process(IteratorReader tasks) {
            assertThat(tasks).table(lastColumnToEndOfLine()).column("tgid").containsOnly(KernelPid.ofThisProcess());
        }

        @Test
        @EnabledOnKernel(min = "6.1")
        @BpfIterator(obj = "/task.bpf.o", task = "tid self")
        void tid_self_is_this_thread(IteratorReader tasks) {
            assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").containsOnly(KernelPid.ofThisThread());
        }

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void a_failure_about_the_id_of_this_process_explains_the_difference(IteratorReader tasks) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(tasks)
                            .table(lastColumnToEndOfLine())
                            .column("tgid")
                            .contains(ProcessHandle.current().pid()))
                    .withMessageContaining("In its pid namespace, this process has the id 1. Iterators print the"
                            + " kernel's id, " + KernelPid.ofThisProcess() + ": use KernelPid.ofThisProcess().");
        }
    }

    static class WithTheProcOfAnotherNamespace {

        @Test
        @BpfIterator(obj = "/task.bpf.o", task = "tid self")
        void tid_self_is_this_thread(IteratorReader tasks) {
            assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").containsOnly(KernelPid.ofThisThread());
        }
    }

    static class WithoutPrivileges {

        @Test
        void the_ids_are_unknown() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(KernelPid::ofThisProcess)
                    .withMessageContaining("Cannot determine the id of this process in the initial pid namespace: ")
                    .withMessageContaining("Run with CAP_BPF and CAP_PERFMON on Linux 5.10 or newer");
        }
    }

    private static void assertPasses(Class<?> tests, List<String> wrapper) throws Exception {
        Result result = ForkedTests.run(tests, wrapper);

        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isZero();
    }

    @Test
    void in_this_namespace_are_those_of_java_if_it_is_the_initial_one() throws Exception {
        boolean initial =
                Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().equals("pid:[4026531836]");

        assertThat(KernelPid.ofThisProcess() == ProcessHandle.current().pid()).isEqualTo(initial);
    }

    @Test
    void differ_between_threads() throws Exception {
        List<Long> other = new ArrayList<>();
        Thread thread = new Thread(() -> other.add(KernelPid.ofThisThread()));
        thread.start();
        thread.join();

        assertThat(KernelPid.ofThisThread()).isNotEqualTo(other.get(0));
    }

    @Nested
    class In_a_namespace_of_its_own {

        @Test
        void a_process_knows_the_kernels_ids() throws Exception {
            assertPasses(InANewNamespace.class, NEW_NAMESPACE);
        }

        @Test
        @EnabledOnKernel(min = "6.1")
        void tid_self_is_right_even_with_the_proc_of_another_namespace() throws Exception {
            assertPasses(WithTheProcOfAnotherNamespace.class, List.of("unshare", "--pid", "--fork"));
        }

        @Test
        void a_process_without_capabilities_does_not() throws Exception {
            List<String> wrapper = new ArrayList<>(NEW_NAMESPACE);
            wrapper.addAll(Setpriv.only());
            assertPasses(WithoutPrivileges.class, wrapper);
        }
    }
}
