// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.Instruction;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Executes the instructions that {@link RandomPrograms} generates, and the probes. */
final class Interpreter {

    /** The result of a program that does not end. */
    static final long ENDLESS = Long.MAX_VALUE;

    private static final int MOST_STEPS = 5_000;
    private static final long MAP_ADDRESS = 1L << 40;

    private record Frame(int returnTo, long[] registers) {}

    private final List<Instruction> code;
    private final BitSet probes = new BitSet();
    private final BitSet executed = new BitSet();
    private long[] registers = new long[11];

    /** The pairs of an executed conditional jump and what followed it: {@code 2 * number}, plus 1 if it was taken. */
    private final BitSet ways = new BitSet();

    Interpreter(List<Instruction> code) {
        this.code = code;
    }

    /** Runs the program, and returns R0, or {@link #ENDLESS}. */
    long run() {
        Deque<Frame> frames = new ArrayDeque<>();
        for (int i = 0; i < registers.length; i++) {
            registers[i] = i * 7919L;
        }
        int at = 0;
        int counted = 0;
        while (counted < MOST_STEPS) {
            Instruction instruction = code.get(at);
            executed.set(at);
            // Probes, and the jumps of their edges, take no step, so that both programs end at the same place.
            boolean isOfProbe = instruction.isWide()
                    || instruction.opcode() == Instruction.STORE_BYTE
                    || instruction.opcode() == Instruction.JUMP && instruction.immediate() == 0;
            counted += isOfProbe ? 0 : 1;
            if (instruction.isExit()) {
                if (frames.isEmpty()) {
                    return registers[0];
                }
                Frame frame = frames.pop();
                long result = registers[0];
                registers = frame.registers();
                registers[0] = result;
                at = frame.returnTo();
            } else if (instruction.isCall()) {
                long[] saved = registers.clone();
                for (int i = 1; i <= 5; i++) {
                    saved[i] = -i;
                }
                frames.push(new Frame(at + 1, saved));
                for (int i = 6; i <= 9; i++) {
                    registers[i] = -100L;
                }
                registers[0] = -200L;
                at += 1 + instruction.distance();
            } else if (instruction.isJump()) {
                boolean taken = instruction.isUnconditionalJump() || isTaken(instruction);
                if (instruction.isConditionalJump()) {
                    ways.set(2 * at + (taken ? 1 : 0));
                }
                at += 1 + (taken ? instruction.distance() : 0);
            } else {
                compute(instruction, at);
                at += instruction.isWide() ? 2 : 1;
            }
        }
        return ENDLESS;
    }

    private boolean isTaken(Instruction jump) {
        boolean ofRegister = (jump.opcode() & 0x08) != 0;
        long operand = ofRegister ? registers[jump.source()] : jump.immediate();
        long value = registers[jump.destination()];
        return switch (jump.opcode() & 0xf0) {
            case 0x10 -> value == operand;
            case 0x20 -> Long.compareUnsigned(value, operand) > 0;
            case 0x40 -> (value & operand) != 0;
            case 0x50 -> value != operand;
            default -> throw new IllegalArgumentException(jump.toString());
        };
    }

    private void compute(Instruction instruction, int at) {
        long immediate = instruction.immediate();
        int destination = instruction.destination();
        switch (instruction.opcode()) {
            case 0x18 -> registers[destination] = MAP_ADDRESS + code.get(at + 1).immediate();
            case 0x72 -> probes.set((int) (registers[destination] - MAP_ADDRESS));
            case 0xb7 -> registers[destination] = immediate;
            case 0xbf -> registers[destination] = registers[instruction.source()];
            case 0x07 -> registers[destination] += immediate;
            case 0x0f -> registers[destination] += registers[instruction.source()];
            case 0xaf -> registers[destination] ^= registers[instruction.source()];
            case 0x77 -> registers[destination] >>>= immediate;
            default -> throw new IllegalArgumentException(instruction.toString());
        }
    }

    /** Returns the numbers of the probes that were executed. */
    BitSet probes() {
        return probes;
    }

    boolean hasExecuted(int instruction) {
        return executed.get(instruction);
    }

    boolean hasGone(int jump, boolean taken) {
        return ways.get(2 * jump + (taken ? 1 : 0));
    }
}
