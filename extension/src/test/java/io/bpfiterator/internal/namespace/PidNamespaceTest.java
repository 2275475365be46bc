// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.namespace;

import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PidNamespaceTest {

    static class InAnother {
        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void sees_only_its_own_tasks_and_not_by_its_own_pid(IteratorReader tasks) {
            assertThat(ProcessHandle.current().pid()).isEqualTo(1);
            assertThat(PidNamespace.current()).isNotEqualTo(outside());
            assertThat(PidNamespace.current().isInitial()).isFalse();
            assertThat(Set.copyOf(tasks.table(lastColumnToEndOfLine()).column("tgid")))
                    .hasSize(1)
                    .doesNotContain("1");
        }

        private static PidNamespace outside() {
            return new PidNamespace(Long.getLong("test.outside"));
        }
    }

    @Nested
    class The_current_one {

        @Test
        void has_the_notation_of_proc() throws Exception {
            assertThat(PidNamespace.current())
                    .hasToString(
                            Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
        }

        @Test
        void equals_itself() {
            assertThat(PidNamespace.current()).isEqualTo(PidNamespace.current());
        }

        @Test
        @NeedsKernel
        void differs_for_a_process_in_a_container() throws Exception {
            Result result = ForkedTests.run(
                    InAnother.class,
                    List.of("unshare", "--pid", "--fork", "--mount-proc"),
                    "-Dtest.outside=" + PidNamespace.current().inode());

            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isZero();
        }
    }

    @Nested
    class The_initial_one {

        @Test
        void has_a_fixed_inode() {
            assertThat(new PidNamespace(4026531836L).isInitial()).isTrue();
            assertThat(new PidNamespace(4026531837L).isInitial()).isFalse();
            assertThat(new PidNamespace(4026531836L)).hasToString("pid:[4026531836]");
        }
    }
}
