// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bytecode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** The basic blocks of a program, and the edges between them. A call neither ends a block nor is an edge. */
public final class ControlFlow {

    /**
     * Instructions that are executed from the first to the last, or not at all.
     *
     * @param number the position among the blocks, which are in the order of the instructions
     * @param start the number of the first instruction
     * @param end the number of the instruction after the last
     * @param isEntry whether a function starts here
     */
    public record Block(int number, int start, int end, boolean isEntry) {}

    /**
     * A way from one block to another.
     *
     * @param number the position among the edges
     * @param isConditional whether it is one of the two ways of a conditional jump
     * @param isTaken whether it is the way of a jump, not the way to the next instruction
     */
    public record Edge(int number, Block from, Block to, boolean isConditional, boolean isTaken) {}

    private final List<Block> blocks = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<List<Edge>> from = new ArrayList<>();
    private final List<List<Edge>> to = new ArrayList<>();

    /**
     * Finds the blocks and edges.
     *
     * @param code instructions that the kernel has accepted, without indirect jumps
     * @param functions the numbers of the first instructions of the functions
     */
    public ControlFlow(List<Instruction> code, Collection<Integer> functions) {
        BitSet starts = starts(code, functions);
        int[] blockAt = new int[code.size()];
        for (int start = 0; start < code.size(); ) {
            int next = starts.nextSetBit(start + 1);
            int end = next < 0 ? code.size() : next;
            blockAt[start] = blocks.size();
            blocks.add(new Block(blocks.size(), start, end, functions.contains(start)));
            from.add(new ArrayList<>());
            to.add(new ArrayList<>());
            start = end;
        }
        for (Block block : blocks) {
            Instruction last = code.get(block.end() - 1);
            if (last.isJump()) {
                int target = block.end() + last.distance();
                add(block, blocks.get(blockAt[target]), last.isConditionalJump(), true);
            }
            if (!last.isExit() && !last.isUnconditionalJump()) {
                add(block, blocks.get(block.number() + 1), last.isConditionalJump(), false);
            }
        }
    }

    private static BitSet starts(List<Instruction> code, Collection<Integer> functions) {
        BitSet starts = new BitSet(code.size());
        functions.forEach(starts::set);
        for (int at = 0; at < code.size(); at++) {
            Instruction instruction = code.get(at);
            if (instruction.isJump()) {
                starts.set(at + 1 + instruction.distance());
            }
            if (instruction.isJump() || instruction.isExit()) {
                starts.set(at + 1);
            }
        }
        starts.clear(code.size());
        return starts;
    }

    private void add(Block source, Block target, boolean isConditional, boolean isTaken) {
        Edge edge = new Edge(edges.size(), source, target, isConditional, isTaken);
        edges.add(edge);
        from.get(source.number()).add(edge);
        to.get(target.number()).add(edge);
    }

    /** Returns the blocks in the order of their instructions. */
    public List<Block> blocks() {
        return blocks;
    }

    public List<Edge> edges() {
        return edges;
    }

    /** Returns the edges that leave a block: the way of its jump, then the way to the next instruction. */
    public List<Edge> from(Block block) {
        return from.get(block.number());
    }

    /** Returns the edges that lead to a block. */
    public List<Edge> to(Block block) {
        return to.get(block.number());
    }
}
