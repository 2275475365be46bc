// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.ControlFlow;
import io.bpfiterator.internal.bytecode.ControlFlow.Block;
import io.bpfiterator.internal.bytecode.ControlFlow.Edge;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The blocks and edges of a program that have a probe. The others need none: an unconditional edge is executed with its
 * block, and a block with one of its edges.
 */
final class Probes {

    /** What the probes distinguish. */
    enum Level {
        /** Blocks, and both ways of each conditional jump. */
        BRANCHES,
        /** Only blocks, with fewer instructions. */
        BLOCKS
    }

    private static final int NONE = -1;

    private final ControlFlow flow;
    private final int[] ofBlocks;
    private final int[] ofEdges;
    private int count;

    Probes(ControlFlow flow, Level level) {
        this.flow = flow;
        ofBlocks = new int[flow.blocks().size()];
        ofEdges = new int[flow.edges().size()];
        Arrays.fill(ofBlocks, NONE);
        Arrays.fill(ofEdges, NONE);
        flow.blocks().stream().filter(Block::isEntry).forEach(this::add);
        for (Edge edge : flow.edges()) {
            if (edge.isConditional() && (isOnlyWayTo(edge.to()) || level == Level.BLOCKS)) {
                add(edge.to());
            } else if (edge.isConditional()) {
                ofEdges[edge.number()] = count++;
            }
        }
    }

    private void add(Block block) {
        if (!has(block)) {
            ofBlocks[block.number()] = count++;
        }
    }

    private boolean isOnlyWayTo(Block block) {
        return !block.isEntry() && flow.to(block).size() == 1;
    }

    int count() {
        return count;
    }

    boolean has(Block block) {
        return of(block) != NONE;
    }

    boolean has(Edge edge) {
        return of(edge) != NONE;
    }

    int of(Block block) {
        return ofBlocks[block.number()];
    }

    int of(Edge edge) {
        return ofEdges[edge.number()];
    }

    /** Returns whether the probes distinguish the execution of an edge from other ways to its block. */
    boolean distinguish(Edge edge) {
        return has(edge) || !edge.isConditional() || isOnlyWayTo(edge.to());
    }

    /**
     * Returns the numbers of the blocks for which a condition holds that holds for these probes: that they were
     * executed, or that the verifier has kept them.
     */
    BitSet blocks(BitSet probes) {
        BitSet blocks = new BitSet(ofBlocks.length);
        boolean more = true;
        while (more) {
            more = false;
            for (Block block : flow.blocks()) {
                if (!blocks.get(block.number()) && holds(block, probes, blocks)) {
                    blocks.set(block.number());
                    more = true;
                }
            }
        }
        return blocks;
    }

    private boolean holds(Block block, BitSet probes, BitSet blocks) {
        return has(block)
                ? probes.get(of(block))
                : flow.to(block).stream().anyMatch(edge -> holds(edge, probes, blocks));
    }

    /**
     * Returns whether a condition holds for an edge that the probes distinguish.
     *
     * @param blocks the result of {@link #blocks}
     */
    boolean holds(Edge edge, BitSet probes, BitSet blocks) {
        if (has(edge)) {
            return probes.get(of(edge));
        }
        return blocks.get((edge.isConditional() ? edge.to() : edge.from()).number());
    }
}
