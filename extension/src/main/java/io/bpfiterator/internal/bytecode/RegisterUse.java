// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bytecode;

/**
 * The registers that an instruction reads and writes, one bit for each. Where an instruction has variants, the answer
 * is safe for all of them: too many registers are read, too few are written.
 */
final class RegisterUse {

    /** R0 to R9; R10 is the frame pointer, which is always live. */
    static final int GENERAL = 0x3ff;

    private static final int R0 = 1;

    /** R1 to R5: a function may have five arguments. */
    private static final int ARGUMENTS = 0b11_1110;

    /** R6, which the loads from packets read. */
    private static final int CONTEXT = 1 << 6;

    private static final int MODE = 0xe0;
    private static final int ATOMIC = 0xc0;

    private static final int MOVE = 0xb0;
    private static final int NEGATE = 0x80;
    private static final int SWAP = 0xd0;

    private RegisterUse() {}

    static int read(Instruction instruction) {
        int destination = bit(instruction.destination());
        int source = bit(instruction.source());
        return switch (instruction.instructionClass()) {
            case Instruction.LD -> instruction.isWide() || instruction.isSecondHalf() ? 0 : source | CONTEXT;
            case Instruction.LDX -> source;
            case Instruction.ST -> destination;
            case Instruction.STX ->
                // A compare-and-exchange reads R0.
                destination | source | ((instruction.opcode() & MODE) == ATOMIC ? R0 : 0);
            case Instruction.ALU, Instruction.ALU64 -> readByArithmetic(instruction, destination, source);
            default -> readByJump(instruction, destination, source);
        };
    }

    private static int readByArithmetic(Instruction instruction, int destination, int source) {
        return switch (instruction.operation()) {
            case MOVE -> instruction.hasRegisterOperand() ? source : 0;
            case NEGATE, SWAP -> destination;
            default -> instruction.hasRegisterOperand() ? destination | source : destination;
        };
    }

    private static int readByJump(Instruction instruction, int destination, int source) {
        if (instruction.isCall()) {
            return ARGUMENTS;
        }
        if (instruction.isExit()) {
            return R0;
        }
        if (instruction.isUnconditionalJump() || instruction.opcode() == Instruction.MAY_JUMP) {
            return 0;
        }
        return instruction.hasRegisterOperand() ? destination | source : destination;
    }

    static int written(Instruction instruction) {
        return switch (instruction.instructionClass()) {
            case Instruction.LD -> instruction.isWide() ? bit(instruction.destination()) : 0;
            case Instruction.LDX, Instruction.ALU, Instruction.ALU64 -> bit(instruction.destination());
            default -> instruction.isCall() ? R0 | ARGUMENTS : 0;
        };
    }

    private static int bit(int register) {
        return 1 << register & GENERAL;
    }
}
