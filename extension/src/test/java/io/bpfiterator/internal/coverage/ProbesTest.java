// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.bytecode.ControlFlow;
import io.bpfiterator.internal.bytecode.ControlFlow.Block;
import io.bpfiterator.internal.bytecode.ControlFlow.Edge;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.bytecode.Liveness;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes neither change what a program computes, nor miss what it executes. */
class ProbesTest {

    private static final int PROGRAMS = 20_000;

    /** A program of {@link RandomPrograms} with probes; empty if a block has no free register. */
    private record Probed(RandomPrograms.Program program, ControlFlow flow, Probes probes, ProbedCode code) {

        static Optional<Probed> of(RandomPrograms.Program program, Probes.Level level) {
            ControlFlow flow = new ControlFlow(program.code(), program.functions());
            Probes probes = new Probes(flow, level);
            return ProbeWriter.write(program.code(), flow, new Liveness(flow, program.code()), probes)
                    .map(code -> new Probed(program, flow, probes, code));
        }
    }

    @ParameterizedTest
    @EnumSource(Probes.Level.class)
    void of_random_programs_show_exactly_what_was_executed(Probes.Level level) {
        RandomPrograms programs = new RandomPrograms(42);
        int measured = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            Optional<Probed> probed = Probed.of(programs.next(), level);
            if (probed.isPresent()) {
                check(probed.get());
                measured++;
            }
        }
        assertThat(measured).isGreaterThan(PROGRAMS / 2);
    }

    private static void check(Probed probed) {
        Interpreter original = new Interpreter(probed.program().code());
        Interpreter instrumented = new Interpreter(probed.code().code());

        long result = original.run();
        assertThat(instrumented.run()).isEqualTo(result);
        if (result == Interpreter.ENDLESS) {
            // The last step may be between a block and its probe.
            return;
        }
        BitSet hits = instrumented.probes();
        BitSet blocks = probed.probes().blocks(hits);
        for (Block block : probed.flow().blocks()) {
            assertThat(blocks.get(block.number())).isEqualTo(original.hasExecuted(block.start()));
        }
        for (Edge edge : probed.flow().edges()) {
            if (edge.isConditional() && probed.probes().distinguish(edge)) {
                assertThat(probed.probes().holds(edge, hits, blocks))
                        .isEqualTo(original.hasGone(edge.from().end() - 1, edge.isTaken()));
            }
        }
    }

    @Test
    void distinguish_both_ways_of_each_conditional_jump() {
        RandomPrograms programs = new RandomPrograms(7);
        for (int i = 0; i < 1_000; i++) {
            RandomPrograms.Program program = programs.next();
            ControlFlow flow = new ControlFlow(program.code(), program.functions());
            Probes probes = new Probes(flow, Probes.Level.BRANCHES);

            assertThat(flow.edges()).allMatch(probes::distinguish);
        }
    }

    @Nested
    class A_program_that_cannot_have_probes {

        private static Optional<ProbedCode> write(List<Instruction> code) {
            ControlFlow flow = new ControlFlow(code, Set.of(0));
            return ProbeWriter.write(code, flow, new Liveness(flow, code), new Probes(flow, Probes.Level.BRANCHES));
        }

        @Test
        void has_a_block_without_a_free_register() {
            List<Instruction> code = new java.util.ArrayList<>();
            for (int register = 0; register < 10; register++) {
                code.add(new Instruction(0x0f, 0, register, 0, 0));
            }
            code.add(new Instruction(Instruction.EXIT, 0, 0, 0, 0));

            assertThat(write(code)).isEmpty();
        }

        @Test
        void has_a_jump_that_could_no_longer_reach_its_target() {
            List<Instruction> code = new java.util.ArrayList<>();
            code.add(new Instruction(0xb7, 0, 0, 0, 0));
            code.add(new Instruction(0x15, 0, 0, Short.MAX_VALUE, 0));
            for (int i = 0; i < Short.MAX_VALUE; i++) {
                code.add(new Instruction(0x55, 0, 0, 0, 0));
            }
            code.add(new Instruction(Instruction.EXIT, 0, 0, 0, 0));

            assertThat(write(code)).isEmpty();
        }
    }
}
