// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import com.sun.jna.Memory;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;

/** Forbids this process system calls with a seccomp filter, as container engines do. */
public final class Seccomp {

    private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
    private static final int SYS_SECCOMP = AMD64 ? 317 : 277;
    private static final int SYS_BPF = AMD64 ? 321 : 280;

    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;

    /** The offset of the number in {@code struct seccomp_data}. */
    private static final int NUMBER = 0;

    /** Instructions of classic BPF: load a word, jump if equal, return. */
    private static final int LD = 0x20;

    private static final int JEQ = 0x15;
    private static final int RET = 0x06;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int INSTRUCTIONS = 4;

    private Seccomp() {}

    /** Makes {@code bpf(2)} fail in all threads of this process from now on, without asking the kernel. */
    public static void forbidBpf(Errno errno) {
        Memory code = new Memory(INSTRUCTIONS * INSTRUCTION_BYTES);
        put(code, 0, LD, 0, NUMBER);
        put(code, 1, JEQ, 1, SYS_BPF);
        put(code, 2, RET, 0, SECCOMP_RET_ERRNO | errno.number());
        put(code, 3, RET, 0, SECCOMP_RET_ALLOW);
        Memory program = new Memory(2 * Long.BYTES);
        program.setShort(0, (short) INSTRUCTIONS);
        program.setPointer(Long.BYTES, code);
        Calls.checkLibc(
                Libc.libc().syscall(SYS_SECCOMP, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program),
                "install a seccomp filter");
    }

    /** Writes an instruction; {@code otherwise} is the number of instructions that a jump skips if it is not equal. */
    private static void put(Memory code, int index, int operation, int otherwise, int operand) {
        int at = index * INSTRUCTION_BYTES;
        code.setShort(at, (short) operation);
        code.setByte(at + 2, (byte) 0);
        code.setByte(at + 3, (byte) otherwise);
        code.setInt(at + 4, operand);
    }
}
