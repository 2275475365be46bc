// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bytecode;

import io.bpfiterator.internal.bytecode.ControlFlow.Block;
import io.bpfiterator.internal.bytecode.ControlFlow.Edge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * The registers whose values a program may still read, at the start of each block: a backward analysis of the data
 * flow. All other registers are free there.
 */
public final class Liveness {

    private final ControlFlow flow;
    private final List<Instruction> code;

    /** The live registers at the start of each block, one bit for each register. */
    private final int[] atStart;

    public Liveness(ControlFlow flow, List<Instruction> code) {
        this.flow = flow;
        this.code = code;
        this.atStart = new int[flow.blocks().size()];
        Deque<Block> changed = new ArrayDeque<>(flow.blocks());
        while (!changed.isEmpty()) {
            Block block = changed.removeLast();
            int live = before(block);
            if (live != atStart[block.number()]) {
                atStart[block.number()] = live;
                flow.to(block).forEach(edge -> changed.addLast(edge.from()));
            }
        }
    }

    private int before(Block block) {
        int live = 0;
        for (Edge edge : flow.from(block)) {
            live |= atStart[edge.to().number()];
        }
        for (int at = block.end() - 1; at >= block.start(); at--) {
            Instruction instruction = code.get(at);
            live = live & ~RegisterUse.written(instruction) | RegisterUse.read(instruction);
        }
        return live;
    }

    /** Returns a register that is free at the start of a block; empty if all are live. */
    public OptionalInt freeAtStart(Block block) {
        int free = RegisterUse.GENERAL & ~atStart[block.number()];
        return free == 0 ? OptionalInt.empty() : OptionalInt.of(Integer.numberOfTrailingZeros(free));
    }
}
