// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Instruction EXIT = new Instruction(Instruction.EXIT, 0, 0, 0, 0);

    /** Returns the first register that is free at the start of a program; -1 if all are live. */
    private static int freeAtStart(Instruction... code) {
        List<Instruction> instructions = List.of(code);
        ControlFlow flow = new ControlFlow(instructions, Set.of(0));
        return new Liveness(flow, instructions)
                .freeAtStart(flow.blocks().get(0))
                .orElse(-1);
    }

    @Test
    void a_register_that_is_read_first_is_live() {
        assertThat(freeAtStart(new Instruction(0xbf, 0, 1, 0, 0), EXIT)).isZero();
        assertThat(freeAtStart(new Instruction(0x0f, 0, 1, 0, 0), EXIT)).isEqualTo(2);
    }

    @Test
    void the_arguments_of_a_call_are_live_and_its_result_is_free() {
        assertThat(freeAtStart(new Instruction(Instruction.CALL, 0, 0, 0, 14), EXIT))
                .isZero();
        assertThat(freeAtStart(new Instruction(0xbf, 6, 0, 0, 0), new Instruction(Instruction.CALL, 0, 0, 0, 14), EXIT))
                .isEqualTo(6);
    }

    @Test
    void the_result_of_a_function_is_live_until_its_end() {
        assertThat(freeAtStart(EXIT)).isEqualTo(1);
    }

    @Test
    void a_register_that_is_read_on_one_of_two_ways_is_live() {
        assertThat(freeAtStart(
                        new Instruction(0x15, 1, 0, 1, 0),
                        new Instruction(0xbf, 2, 3, 0, 0),
                        new Instruction(0xb7, 0, 0, 0, 0),
                        EXIT))
                .isZero();
        assertThat(freeAtStart(new Instruction(0x15, 1, 0, 1, 0), new Instruction(0xb7, 0, 0, 0, 0), EXIT))
                .isEqualTo(2);
    }

    @Test
    void a_register_that_the_next_iteration_of_a_loop_reads_is_live() {
        assertThat(freeAtStart(
                        new Instruction(0x07, 0, 0, 0, 1),
                        new Instruction(0x5d, 0, 1, -2, 0),
                        new Instruction(0xbf, 0, 2, 0, 0),
                        EXIT))
                .isEqualTo(3);
    }

    @Test
    void the_halves_of_a_wide_instruction_write_one_register() {
        assertThat(freeAtStart(
                        new Instruction(Instruction.LD_IMM64, 3, 0, 0, 5),
                        new Instruction(0, 0, 0, 0, 0),
                        new Instruction(0x0f, 0, 3, 0, 0),
                        new Instruction(0x0f, 0, 1, 0, 0),
                        new Instruction(0x0f, 0, 2, 0, 0),
                        EXIT))
                .isEqualTo(3);
    }

    @Test
    void a_compare_and_exchange_reads_the_first_register() {
        assertThat(freeAtStart(new Instruction(0xdb, 1, 2, 0, 0xf1), new Instruction(0xb7, 0, 0, 0, 0), EXIT))
                .isEqualTo(3);
    }
}
