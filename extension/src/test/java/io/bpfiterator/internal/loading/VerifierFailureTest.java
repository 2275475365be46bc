// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The message about a program that the verifier refuses has the reason, and the C line with its file and number. */
@NeedsKernel
class VerifierFailureTest {

    private static BpfException refusalOf(String program) {
        OpenedObject object = OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/refusals.bpf.o")))
                .only(program);
        BpfException refusal = catchThrowableOfType(BpfException.class, object::load);
        assertThat(refusal).as("refusal of " + program).isNotNull();
        return refusal;
    }

    private static String kernel() {
        return "Linux " + KernelRelease.running().series();
    }

    @Nested
    class A_mistake {

        @Test
        void is_the_verifiers_last_error_and_the_line_above_it() {
            BpfException refusal = refusalOf("no_null_check");

            assertThat(refusal.getMessage())
                    .matches("(?s)The kernel's verifier refused program no_null_check of \\S+refusals.bpf.o: R\\d"
                            + " invalid mem access '\\w*ptr_or_null_' \\(EACCES\\)\\. "
                            + "(Add a NULL check before the access .*\\. )?See the whole log in .*\n"
                            + "  refusals\\.bpf\\.c:13: GPL_count \\+= task->pid;");
            assertThat(refusal.errno()).hasValue(Errno.EACCES.number());
        }

        @Test
        void is_not_the_license_because_a_quoted_line_has_its_name() {
            assertThat(refusalOf("no_null_check")).hasMessageNotContaining("license");
        }

        @Test
        void has_all_errors_of_the_refused_instruction() {
            assertThat(refusalOf("fourth_argument"))
                    .hasMessageContaining(
                            "func 'bpf_iter_task' doesn't have 4-th argument; invalid bpf_context access off=24 size=8")
                    .hasMessageEndingWith("\n  refusals.bpf.c:20: return ctx[3] != 0;");
        }

        @Test
        void in_a_function_that_the_program_calls_has_the_functions_line() {
            assertThat(refusalOf("no_null_check_in_a_function"))
                    .hasMessageEndingWith("\n  refusals.bpf.c:25: int pid = task->pid;");
        }
    }

    @Nested
    class What_the_kernel_lacks {

        @Test
        @EnabledOnKernel(min = "5.14")
        void is_a_renamed_member() {
            BpfException refusal = refusalOf("renamed_member");

            assertThat(refusal)
                    .hasMessageContaining("refusals.bpf.o: struct task_struct has no member state on " + kernel()
                            + " (it has __state) (EINVAL). Read what this kernel has.")
                    .hasMessageContaining("\n  refusals.bpf.c:47: BPF_SEQ_PRINTF(ctx->meta->seq,");
            assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        }

        @Test
        void is_a_member_of_an_inner_struct() {
            assertThat(refusalOf("misspelt_inner_member"))
                    .hasMessageContaining(
                            "struct sched_entity has no member vruntim on " + kernel() + " (it has vruntime)");
        }

        @Test
        void is_a_member_of_this_type() {
            assertThat(refusalOf("changed_member"))
                    .hasMessageContaining("member comm of struct task_struct is char[16] on " + kernel() + ", not int");
        }

        @Test
        void is_a_struct() {
            assertThat(refusalOf("missing_struct")).hasMessageContaining(kernel() + " has no struct martian (EINVAL)");
        }

        @Test
        void is_an_enumerator() {
            assertThat(refusalOf("missing_enumerator"))
                    .hasMessageContaining("enum bpf_map_type has no BPF_MAP_TYPE_MARTIAN on " + kernel());
        }
    }

    @Test
    void a_license_is_named_where_the_verifier_names_it() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/not_gpl.bpf.o")))
                        .load())
                .withMessageContaining(" for its license: ")
                .withMessageContaining("non-GPL compatible program (EINVAL). Declare char LICENSE[]");
    }
}
