// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.libbpf.Assembler;

/**
 * A minimal iterator program that returns 0, after one call if it probes a call.
 *
 * @param target the iterator target of the program
 * @param targetId the BTF id of the target's function in the kernel
 * @param sleepable whether the program is loaded like {@code SEC("iter.s/…")}
 * @param instructions the instructions as {@code struct bpf_insn}, 8 bytes each
 */
record ProbeProgram(String target, int targetId, boolean sleepable, byte[] instructions) {

    /** {@code BPF_PSEUDO_KFUNC_CALL} as the source register of a call. */
    private static final int KFUNC = 2;

    private static final int ARGUMENTS = 5;

    static ProbeProgram returning(String target, int targetId) {
        return new ProbeProgram(target, targetId, false, end(new Assembler(2)));
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
            assembler.add(Assembler.MOV64_IMMEDIATE, register, 0, 0);
        }
        return end(assembler.add(Assembler.CALL, 0, kind, id));
    }

    private static byte[] end(Assembler assembler) {
        return assembler
                .add(Assembler.MOV64_IMMEDIATE, 0, 0, 0)
                .add(Assembler.EXIT, 0, 0, 0)
                .instructions();
    }
}
