// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the instructions of a small program, as {@code struct bpf_insn} without an offset. */
public final class Assembler {

    public static final int INSTRUCTION_BYTES = 8;

    public static final int RSH64_IMMEDIATE = 0x77;
    public static final int CALL = 0x85;
    public static final int EXIT = 0x95;
    public static final int MOV64_IMMEDIATE = 0xb7;

    private final ByteBuffer code;

    /** @param instructions the number of instructions that will be added */
    public Assembler(int instructions) {
        code = ByteBuffer.allocate(instructions * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    }

    /** Adds an instruction; the destination and the source are registers, unless the opcode says otherwise. */
    public Assembler add(int opcode, int destination, int source, int immediate) {
        code.put((byte) opcode)
                .put((byte) (source << 4 | destination))
                .putShort((short) 0)
                .putInt(immediate);
        return this;
    }

    /** Returns the instructions, {@link #INSTRUCTION_BYTES} each. */
    public byte[] instructions() {
        return code.array();
    }
}
