// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Generates programs of several functions, with any jumps within a function, forwards and backwards. */
final class RandomPrograms {

    /** Marks the unconditional jumps of a program, which the interpreter distinguishes from those of probes. */
    private static final int OF_PROGRAM = 1;

    /** A program, and the numbers of the first instructions of its functions. */
    record Program(List<Instruction> code, SortedSet<Integer> functions) {}

    private final Random random;

    RandomPrograms(long seed) {
        random = new Random(seed);
    }

    Program next() {
        int functions = 1 + random.nextInt(3);
        int size = 4 + random.nextInt(25);
        SortedSet<Integer> starts = new TreeSet<>();
        for (int i = 0; i < functions; i++) {
            starts.add(i * size);
        }
        List<Instruction> code = new ArrayList<>();
        for (int start : starts) {
            while (code.size() < start + size - 1) {
                code.add(instruction(code.size(), start, start + size, functions * size, size));
            }
            code.add(
                    random.nextBoolean()
                            ? new Instruction(Instruction.EXIT, 0, 0, 0, 0)
                            : jump(code.size(), start, start + size - 1));
        }
        return new Program(code, starts);
    }

    private Instruction instruction(int at, int start, int end, int total, int size) {
        int register = random.nextInt(10);
        int other = random.nextInt(10);
        int number = random.nextInt(64);
        return switch (random.nextInt(12)) {
            case 0 -> new Instruction(0xb7, register, 0, 0, number);
            case 1 -> new Instruction(0xbf, register, other, 0, 0);
            case 2 -> new Instruction(0x07, register, 0, 0, number);
            case 3 -> new Instruction(0x0f, register, other, 0, 0);
            case 4 -> new Instruction(0xaf, register, other, 0, 0);
            case 5 -> new Instruction(0x77, register, 0, 0, random.nextInt(4));
            case 6, 7, 8 -> conditional(at, start, end, register, other, number);
            case 9 -> jump(at, start, end);
            case 10 ->
                end < total
                        ? new Instruction(Instruction.CALL, 0, Instruction.PSEUDO_CALL, 0, end - at - 1)
                        : new Instruction(Instruction.EXIT, 0, 0, 0, 0);
            default -> new Instruction(Instruction.EXIT, 0, 0, 0, 0);
        };
    }

    private Instruction conditional(int at, int start, int end, int register, int other, int number) {
        int distance = start + random.nextInt(end - start) - at - 1;
        return switch (random.nextInt(5)) {
            case 0 -> new Instruction(0x15, register, 0, distance, number);
            case 1 -> new Instruction(0x2d, register, other, distance, 0);
            case 2 -> new Instruction(0x45, register, 0, distance, number);
            case 3 -> new Instruction(0x55, register, 0, distance, number);
            default -> new Instruction(0x5d, register, other, distance, 0);
        };
    }

    private Instruction jump(int at, int start, int end) {
        int distance = start + random.nextInt(end - start) - at - 1;
        return random.nextBoolean()
                ? new Instruction(Instruction.JUMP, 0, 0, distance, OF_PROGRAM)
                : new Instruction(Instruction.JUMP_FAR, 0, 0, 0, distance);
    }
}
