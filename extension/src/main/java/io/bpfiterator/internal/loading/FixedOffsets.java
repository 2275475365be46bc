// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.bytecode.Instruction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds a read of a struct of the kernel at an offset that was fixed when the program was compiled. Such a program
 * reads other members on a kernel with another layout; a program with CO-RE relocations does not.
 *
 * <p>Follows the pointers of an iterator's context through registers and the stack, but not into subprograms.
 */
final class FixedOffsets {

    /** The struct and the offset in bytes. */
    record Read(String struct, int offset) {}

    /** What a register holds: the context, or a pointer to a struct of the kernel, plus an offset. */
    private record Pointer(@Nullable String struct, int offset) {}

    private static final int FIRST_ARGUMENT = 1;
    private static final int SOURCE_OF_COPY = 3;
    private static final int LAST_CLOBBERED = 5;
    private static final int FRAME = 10;

    private static final int CLASS = 0x07;
    private static final int MODE = 0xe0;
    private static final int SIZE = 0x18;
    private static final int SIZE_OF_POINTER = 0x18;
    private static final int CLASS_LDX = 0x01;
    private static final int CLASS_STX = 0x03;
    private static final int CLASS_JUMP = 0x05;
    private static final int CLASS_JUMP32 = 0x06;
    private static final int MODE_MEM = 0x60;
    private static final int MODE_MEM_SIGNED = 0x80;
    private static final int OPCODE_ADD_IMMEDIATE = 0x07;
    private static final int OPCODE_MOVE = 0xbf;

    /** Helpers that copy from an address in their third argument: {@code bpf_probe_read} and its variants. */
    private static final IntPredicate COPIES = helper -> helper == 4 || helper == 45 || helper == 113 || helper == 115;

    private final ByteBuffer code;
    private final IntFunction<Optional<String>> pointees;
    private final IntPredicate relocated;

    /** What registers hold, by their numbers, and slots of the stack, by their negative offsets. */
    private Map<Integer, Pointer> state = new HashMap<>(Map.of(FIRST_ARGUMENT, new Pointer(null, 0)));

    private final Map<Integer, Map<Integer, Pointer>> atTargets = new HashMap<>();

    /**
     * @param pointees returns the struct to which the member of the context at an offset points
     * @param relocated whether the instruction with a number has a CO-RE relocation
     */
    FixedOffsets(Instructions program, IntFunction<Optional<String>> pointees, IntPredicate relocated) {
        this.code = program.code();
        this.pointees = pointees;
        this.relocated = relocated;
    }

    /** Returns the first such read. */
    Optional<Read> first() {
        boolean reachable = true;
        for (int at = 0; at < code.limit(); at += Instructions.BYTES) {
            Map<Integer, Pointer> jumped = atTargets.remove(at);
            if (jumped != null) {
                if (reachable) {
                    state.entrySet().retainAll(jumped.entrySet());
                } else {
                    state = jumped;
                }
                reachable = true;
            }
            int opcode = Instructions.opcode(code, at);
            Optional<Read> read = readAt(at, opcode);
            if (read.isPresent()) {
                return read;
            }
            apply(at, opcode);
            reachable = reachable
                    && opcode != Instruction.EXIT
                    && opcode != Instruction.JUMP
                    && opcode != Instruction.JUMP_FAR;
            at += opcode == Instruction.LD_IMM64 ? Instructions.BYTES : 0;
        }
        return Optional.empty();
    }

    private Optional<Read> readAt(int at, int opcode) {
        if (relocated.test(at / Instructions.BYTES)) {
            return Optional.empty();
        }
        if (isLoad(opcode)) {
            return read(state.get(Instructions.source(code, at)), code.getShort(at + 2));
        }
        return opcode == Instruction.CALL
                        && Instructions.source(code, at) == 0
                        && COPIES.test(Instructions.immediate(code, at))
                ? read(state.get(SOURCE_OF_COPY), 0)
                : Optional.empty();
    }

    private static Optional<Read> read(@Nullable Pointer pointer, int offset) {
        return Optional.ofNullable(pointer)
                .filter(from -> from.struct() != null)
                .map(from -> new Read(String.valueOf(from.struct()), from.offset() + offset));
    }

    private static boolean isPointer(int opcode) {
        return (opcode & SIZE) == SIZE_OF_POINTER;
    }

    private static boolean isLoad(int opcode) {
        return (opcode & CLASS) == CLASS_LDX && ((opcode & MODE) == MODE_MEM || (opcode & MODE) == MODE_MEM_SIGNED);
    }

    private void apply(int at, int opcode) {
        int target = Instructions.target(code, at);
        int source = Instructions.source(code, at);
        int offset = code.getShort(at + 2);
        switch (opcode & CLASS) {
            case CLASS_LDX -> set(target, isLoad(opcode) && isPointer(opcode) ? loaded(source, offset) : null);
            case CLASS_STX -> {
                if (target == FRAME) {
                    set(offset, (opcode & MODE) == MODE_MEM && isPointer(opcode) ? state.get(source) : null);
                }
            }
            case CLASS_JUMP, CLASS_JUMP32 -> {
                if (opcode == Instruction.CALL) {
                    for (int register = 0; register <= LAST_CLOBBERED; register++) {
                        state.remove(register);
                    }
                } else if (opcode != Instruction.EXIT) {
                    jump(at, opcode == Instruction.JUMP_FAR ? Instructions.immediate(code, at) : offset);
                }
            }
            default -> set(target, computed(at, opcode, source, target));
        }
    }

    private void set(int place, @Nullable Pointer pointer) {
        if (pointer == null) {
            state.remove(place);
        } else {
            state.put(place, pointer);
        }
    }

    private @Nullable Pointer loaded(int source, int offset) {
        if (source == FRAME) {
            return state.get(offset);
        }
        Pointer base = state.get(source);
        return base == null || base.struct() != null
                ? null
                : pointees.apply(base.offset() + offset)
                        .map(struct -> new Pointer(struct, 0))
                        .orElse(null);
    }

    private @Nullable Pointer computed(int at, int opcode, int source, int target) {
        if (opcode == OPCODE_MOVE) {
            return state.get(source);
        }
        Pointer base = state.get(target);
        return base != null && opcode == OPCODE_ADD_IMMEDIATE && !relocated.test(at / Instructions.BYTES)
                ? new Pointer(base.struct(), base.offset() + Instructions.immediate(code, at))
                : null;
    }

    /**
     * Several jumps to one place leave there what is the same on all ways. A jump backwards changes nothing: the first
     * iteration of a loop has come from above.
     */
    private void jump(int at, int offset) {
        if (offset < 0) {
            return;
        }
        int target = at + (1 + offset) * Instructions.BYTES;
        atTargets.merge(target, new HashMap<>(state), (earlier, now) -> {
            earlier.entrySet().retainAll(now.entrySet());
            return earlier;
        });
    }
}
