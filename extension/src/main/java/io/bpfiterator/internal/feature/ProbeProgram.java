package io.bpfiterator.internal.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A minimal iterator program that returns 0, after one call if it probes a call.
 *
 * @param target the iterator target of the program
 * @param targetId the BTF id of the target's function in the kernel
 * @param sleepable whether the program is loaded like {@code SEC("iter.s/…")}
 * @param instructions the instructions as {@code struct bpf_insn}, 8 bytes each
 */
record ProbeProgram(String target, int targetId, boolean sleepable, byte[] instructions) {

    static final int INSTRUCTION_BYTES = 8;

    private static final int MOV64_IMMEDIATE = 0xb7;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    /** {@code BPF_PSEUDO_KFUNC_CALL} as the source register of a call. */
    private static final int KFUNC = 2;

    private static final int ARGUMENTS = 5;

    static ProbeProgram returning(String target, int targetId) {
        return new ProbeProgram(target, targetId, false, new Assembler(2).end());
    }

    static ProbeProgram callingHelper(String target, int targetId, boolean sleepable, int helperId) {
        return new ProbeProgram(target, targetId, sleepable, call(0, helperId));
    }

    static ProbeProgram callingKfunc(String target, int targetId, boolean sleepable, int functionId) {
        return new ProbeProgram(target, targetId, sleepable, call(KFUNC, functionId));
    }

    /**
     * Passes 0 for all arguments, because the verifier checks whether a call is allowed before it checks the arguments.
     */
    private static byte[] call(int kind, int id) {
        Assembler assembler = new Assembler(ARGUMENTS + 3);
        for (int register = 1; register <= ARGUMENTS; register++) {
            assembler.add(MOV64_IMMEDIATE, register, 0, 0);
        }
        return assembler.add(CALL, 0, kind, id).end();
    }

    private static final class Assembler {

        private final ByteBuffer code;

        Assembler(int instructions) {
            code = ByteBuffer.allocate(instructions * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        }

        Assembler add(int opcode, int destination, int source, int immediate) {
            code.put((byte) opcode)
                    .put((byte) (source << 4 | destination))
                    .putShort((short) 0)
                    .putInt(immediate);
            return this;
        }

        byte[] end() {
            return add(MOV64_IMMEDIATE, 0, 0, 0).add(EXIT, 0, 0, 0).code.array();
        }
    }
}
