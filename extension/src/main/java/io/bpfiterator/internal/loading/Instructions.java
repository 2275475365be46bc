// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.libbpf.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * A program's instructions as libbpf passed them to the kernel: relocated, with the subprograms appended and with the
 * descriptors of the maps. An instruction is a {@code struct bpf_insn} of {@code linux/bpf.h}: opcode, registers,
 * offset and immediate in 8 little-endian bytes.
 */
final class Instructions {

    static final int BYTES = Instruction.BYTES;

    /** The numbers of the helpers that {@code bpf_printk} calls: {@code BPF_FUNC_trace_printk}, {@code …_vprintk}. */
    private static final Set<Integer> PRINTK = Set.of(6, 177);

    private final byte[] bytes;

    Instructions(byte[] bytes) {
        this.bytes = bytes;
    }

    static Instructions of(Pointer libbpfProgram) {
        int count = Math.toIntExact(Libbpf.libbpf().bpf_program__insn_cnt(libbpfProgram));
        return new Instructions(
                Libbpf.libbpf().bpf_program__insns(libbpfProgram).getByteArray(0, count * BYTES));
    }

    /** Returns whether a section of code calls {@code bpf_printk}. */
    static boolean print(ByteBuffer section) {
        for (int at = 0; at + BYTES <= section.limit(); at += BYTES) {
            if (opcode(section, at) == Instruction.LD_IMM64) {
                at += BYTES;
            } else if (opcode(section, at) == Instruction.CALL
                    && source(section, at) == 0
                    && PRINTK.contains(immediate(section, at))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the instructions one by one. */
    List<Instruction> decoded() {
        return Instruction.decode(bytes);
    }

    int count() {
        return bytes.length / BYTES;
    }

    /**
     * Returns whether the instructions depend on their load only through the descriptors of maps. Instructions refer to
     * types and functions of kernel modules by descriptors that libbpf closes after the load.
     */
    boolean isReloadable() {
        ByteBuffer code = code();
        for (int at = 0; at < bytes.length; at += BYTES) {
            int source = source(code, at);
            if (opcode(code, at) == Instruction.LD_IMM64) {
                boolean ofModule = source == Instruction.PSEUDO_BTF_ID && immediate(code, at + BYTES) != 0;
                if (ofModule || source >= Instruction.PSEUDO_MAP_INDEX) {
                    return false;
                }
                at += BYTES;
            } else if (opcode(code, at) == Instruction.CALL
                    && source == Instruction.PSEUDO_KFUNC_CALL
                    && code.getShort(at + 2) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the offsets, in instructions, of the main program and of the subprograms that it uses. */
    SortedSet<Integer> subprograms() {
        SortedSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        ByteBuffer code = code();
        for (int at = 0; at < bytes.length; at += BYTES) {
            int next = at / BYTES + 1;
            if (opcode(code, at) == Instruction.LD_IMM64) {
                if (source(code, at) == Instruction.PSEUDO_FUNC) {
                    starts.add(next + immediate(code, at));
                }
                at += BYTES;
            } else if (opcode(code, at) == Instruction.CALL && source(code, at) == Instruction.PSEUDO_CALL) {
                starts.add(next + immediate(code, at));
            }
        }
        return starts;
    }

    /**
     * Returns a copy that refers to other maps.
     *
     * @param copies returns the new descriptor for a descriptor
     */
    byte[] withMaps(IntUnaryOperator copies) {
        ByteBuffer code = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.nativeOrder());
        for (int at = 0; at < bytes.length; at += BYTES) {
            if (opcode(code, at) == Instruction.LD_IMM64) {
                int source = source(code, at);
                if (source == Instruction.PSEUDO_MAP_FD || source == Instruction.PSEUDO_MAP_VALUE) {
                    code.putInt(at + 4, copies.applyAsInt(immediate(code, at)));
                }
                at += BYTES;
            }
        }
        return code.array();
    }

    ByteBuffer code() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    static int opcode(ByteBuffer code, int at) {
        return Byte.toUnsignedInt(code.get(at));
    }

    /** Returns the source register: the upper half of its byte on the supported machines, which are little-endian. */
    static int source(ByteBuffer code, int at) {
        return Byte.toUnsignedInt(code.get(at + 1)) >>> 4;
    }

    /** Returns the destination register: the lower half of that byte. */
    static int target(ByteBuffer code, int at) {
        return code.get(at + 1) & 0xf;
    }

    static int immediate(ByteBuffer code, int at) {
        return code.getInt(at + 4);
    }
}
