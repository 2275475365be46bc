// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What decides is found in the logs of several releases of the kernel. */
class VerifierMessageTest {

    private static VerifierMessage message(String log) {
        return VerifierMessage.of(log.lines().toList());
    }

    @Test
    void the_error_follows_the_instruction_and_its_line() {
        VerifierMessage message = message("""
                reg type unsupported for arg#0 function dump#1
                0: R1=ctx(off=0,imm=0) R10=fp0
                ; total += task->pid;
                0: (79) r1 = *(u64 *)(r1 +8)
                func 'bpf_iter_task' arg1 has btf_id 87 type STRUCT 'task_struct'
                1: R1_w=ptr_or_null_task_struct(id=1,off=0,imm=0)
                1: (61) r1 = *(u32 *)(r1 +1192)
                R1 invalid mem access 'ptr_or_null_'
                processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
                """);
        assertThat(message.text()).isEqualTo("R1 invalid mem access 'ptr_or_null_'");
        assertThat(message.source()).hasValue("total += task->pid;");
        assertThat(message.instruction()).hasValue(1);
    }

    @Test
    void the_diagnosis_after_the_error_is_not_the_error_and_has_a_suggestion() {
        VerifierMessage message = message("""
                ; total += task->pid; @ total.bpf.c:13
                1: (61) r1 = *(u32 *)(r1 +2872)
                R1 invalid mem access 'trusted_ptr_or_null_'

                Verification failed: Register Type Safety: Invalid dereference

                Reason:
                  R1 may be NULL here (a nullable kernel object pointer).

                At:
                  dump @ total.bpf.c:13:21
                  Source context:
                  >>> 13 |         total += task->pid;
                         |         ^-- error: invalid dereference of R1
                  Instruction context:
                       0 | (79) r1 = *(u64 *)(r1 +8)
                  >>>  1 | (61) r1 = *(u32 *)(r1 +2872)

                Suggestion:
                  Add a NULL check before the access and dereference the pointer only on the
                  non-NULL path.

                processed 2 insns (limit 1000000)
                """);
        assertThat(message.text()).isEqualTo("R1 invalid mem access 'trusted_ptr_or_null_'");
        assertThat(message.source()).hasValue("total += task->pid; @ total.bpf.c:13");
        assertThat(message.suggestion())
                .hasValue("Add a NULL check before the access and dereference the pointer only on the non-NULL path.");
    }

    @Test
    void several_errors_of_one_instruction_belong_together() {
        assertThat(message("""
                        1: (79) r0 = *(u64 *)(r1 +24)
                        func 'bpf_iter_task' doesn't have 4-th argument
                        invalid bpf_context access off=24 size=8
                        verification time 12 usec
                        stack depth 0
                        processed 2 insns (limit 1000000) max_states_per_insn 0
                        """).text())
                .isEqualTo("func 'bpf_iter_task' doesn't have 4-th argument; invalid bpf_context access off=24 size=8");
    }

    @Test
    void the_states_of_an_endless_loop_are_not_the_error() {
        assertThat(message("""
                        4: (05) goto pc-2
                        infinite loop detected at insn 3
                        cur state: R0=0 R1=ctx() R10=fp0
                        old state: R0=0 R1=ctx() R10=fp0
                        processed 5 insns (limit 1000000)
                        """).text()).isEqualTo("infinite loop detected at insn 3");
    }

    @Test
    void before_the_first_instruction_the_last_line_is_the_error() {
        VerifierMessage message = message("""
                arg#0 reference type('UNKNOWN ') size cannot be determined: -22
                something about a function
                back-edge from insn 3 to 2
                processed 0 insns (limit 1000000)
                """);
        assertThat(message.text()).isEqualTo("back-edge from insn 3 to 2");
        assertThat(message.source()).isEmpty();
        assertThat(message.instruction()).isEmpty();
    }

    @Test
    void an_empty_log_has_no_error() {
        assertThat(message("processed 0 insns (limit 1000000)\n").text()).isEmpty();
    }

    @Test
    void what_libbpf_writes_in_the_place_of_an_instruction_counts_as_one() {
        VerifierMessage message = message("""
                ; return task->state;
                7: <invalid CO-RE relocation>
                failed to resolve CO-RE relocation <byte_off> [12] struct task_struct.state (0:0 @ offset 0)
                processed 7 insns (limit 1000000)
                """);
        assertThat(message.instruction()).hasValue(7);
        assertThat(message.text()).startsWith("failed to resolve CO-RE relocation <byte_off> [12]");
    }
}
