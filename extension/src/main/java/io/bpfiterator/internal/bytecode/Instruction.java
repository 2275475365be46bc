// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bytecode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An instruction: a {@code struct bpf_insn} of {@code linux/bpf.h}. A wide instruction, {@code ld_imm64}, is followed
 * by a second half, whose opcode is 0.
 *
 * @param opcode the class of the instruction, its operation and the kind of its operands
 * @param destination the destination register
 * @param source the source register, or the meaning of the immediate: {@code BPF_PSEUDO_…}
 * @param offset the offset of a memory access, or the distance of a jump, which counts from the next instruction
 */
public record Instruction(int opcode, int destination, int source, int offset, int immediate) {

    public static final int BYTES = 8;

    static final int CLASS = 0x07;
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int JMP32 = 0x06;
    static final int ALU64 = 0x07;

    /** The bits of the operation of an arithmetic instruction or a jump. */
    static final int OPERATION = 0xf0;

    /** The bit of an arithmetic instruction or a jump whose second operand is a register. */
    static final int REGISTER = 0x08;

    public static final int LD_IMM64 = 0x18;
    public static final int JUMP = 0x05;

    /** {@code gotol}, whose distance is in the immediate. */
    public static final int JUMP_FAR = 0x06;

    public static final int CALL = 0x85;
    public static final int EXIT = 0x95;

    /** {@code may_goto}. */
    static final int MAY_JUMP = 0xe5;

    /** Stores the immediate as one byte. */
    public static final int STORE_BYTE = 0x72;

    /** The meaning of the immediate of an {@code ld_imm64}, given by its source register: {@code BPF_PSEUDO_…}. */
    public static final int PSEUDO_MAP_FD = 1;

    public static final int PSEUDO_MAP_VALUE = 2;
    public static final int PSEUDO_BTF_ID = 3;
    public static final int PSEUDO_FUNC = 4;
    public static final int PSEUDO_MAP_INDEX = 5;

    /** The same for a call: {@code BPF_PSEUDO_CALL}, {@code BPF_PSEUDO_KFUNC_CALL}. */
    public static final int PSEUDO_CALL = 1;

    public static final int PSEUDO_KFUNC_CALL = 2;

    /** Returns the instructions of a program, the second halves of wide instructions included. */
    public static List<Instruction> decode(byte[] code) {
        ByteBuffer buffer = ByteBuffer.wrap(code).order(ByteOrder.nativeOrder());
        List<Instruction> instructions = new ArrayList<>(code.length / BYTES);
        while (buffer.remaining() >= BYTES) {
            int opcode = Byte.toUnsignedInt(buffer.get());
            int registers = Byte.toUnsignedInt(buffer.get());
            instructions.add(
                    new Instruction(opcode, registers & 0xf, registers >>> 4, buffer.getShort(), buffer.getInt()));
        }
        return instructions;
    }

    /** Returns the bytes of instructions. */
    public static byte[] encode(List<Instruction> instructions) {
        ByteBuffer buffer = ByteBuffer.allocate(instructions.size() * BYTES).order(ByteOrder.nativeOrder());
        for (Instruction instruction : instructions) {
            buffer.put((byte) instruction.opcode)
                    .put((byte) (instruction.source << 4 | instruction.destination))
                    .putShort((short) instruction.offset)
                    .putInt(instruction.immediate);
        }
        return buffer.array();
    }

    /** Returns whether a second half follows. */
    public boolean isWide() {
        return opcode == LD_IMM64;
    }

    /** Returns whether this is the second half of a wide instruction. */
    public boolean isSecondHalf() {
        return opcode == 0;
    }

    int instructionClass() {
        return opcode & CLASS;
    }

    int operation() {
        return opcode & OPERATION;
    }

    boolean hasRegisterOperand() {
        return (opcode & REGISTER) != 0;
    }

    private boolean isInClassOfJumps() {
        return instructionClass() == JMP || instructionClass() == JMP32;
    }

    /** Returns whether this is a call of a helper, a kfunc or another function. */
    public boolean isCall() {
        return instructionClass() == JMP && operation() == (CALL & OPERATION);
    }

    public boolean isExit() {
        return opcode == EXIT;
    }

    /** Returns whether the next instruction never follows a jump. */
    public boolean isUnconditionalJump() {
        return opcode == JUMP || opcode == JUMP_FAR;
    }

    /** Returns whether this is a jump whose target is in a register, or in a table. */
    public boolean isIndirectJump() {
        return isInClassOfJumps() && operation() == 0 && !isUnconditionalJump();
    }

    /** Returns whether this is a jump that the program takes or does not take, {@code may_goto} included. */
    public boolean isConditionalJump() {
        return isInClassOfJumps() && operation() != 0 && !isCall() && !isExit();
    }

    public boolean isJump() {
        return isUnconditionalJump() || isConditionalJump();
    }

    /** Returns whether the immediate is the distance to a function of the program. */
    public boolean refersToFunction() {
        return isWide() ? source == PSEUDO_FUNC : opcode == CALL && source == PSEUDO_CALL;
    }

    /** Returns the distance of a jump or to a function, which counts from the next instruction. */
    public int distance() {
        return hasFarDistance() ? immediate : offset;
    }

    /** Returns whether this instruction can have a distance. */
    public boolean canReach(int distance) {
        return hasFarDistance() || distance == (short) distance;
    }

    /** Returns this instruction with another distance, which it can have. */
    public Instruction withDistance(int distance) {
        return hasFarDistance()
                ? new Instruction(opcode, destination, source, offset, distance)
                : new Instruction(opcode, destination, source, distance, immediate);
    }

    private boolean hasFarDistance() {
        return opcode == JUMP_FAR || refersToFunction();
    }
}
