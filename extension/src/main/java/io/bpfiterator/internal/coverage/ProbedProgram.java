// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.ControlFlow;
import io.bpfiterator.internal.bytecode.ControlFlow.Block;
import io.bpfiterator.internal.bytecode.ControlFlow.Edge;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.bytecode.Liveness;
import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.State;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with probes, and what these show of its lines, functions and branches. */
public final class ProbedProgram {

    /** The descriptor by which the instructions refer to the map of the probes. */
    public static final int MAP = ProbeWriter.MAP;

    private final ControlFlow flow;
    private final SourceLines lines;
    private final Probes probes;
    private final ProbedCode probed;
    private final List<Instruction> code;

    private ProbedProgram(
            ControlFlow flow, SourceLines lines, Probes probes, ProbedCode probed, List<Instruction> code) {
        this.flow = flow;
        this.lines = lines;
        this.probes = probes;
        this.probed = probed;
        this.code = code;
    }

    /**
     * Adds probes to a program; empty if that is not possible.
     *
     * @param functions the numbers of the first instructions of the functions
     * @param branches whether the probes distinguish the ways of conditional jumps, which takes more instructions
     */
    public static Optional<ProbedProgram> of(
            List<Instruction> code, Collection<Integer> functions, SourceLines lines, boolean branches) {
        if (code.stream().anyMatch(Instruction::isIndirectJump)) {
            return Optional.empty();
        }
        ControlFlow flow = new ControlFlow(code, functions);
        Probes probes = new Probes(flow, branches ? Probes.Level.BRANCHES : Probes.Level.BLOCKS);
        return ProbeWriter.write(code, flow, new Liveness(flow, code), probes)
                .map(probed -> new ProbedProgram(flow, lines, probes, probed, code));
    }

    /** Returns the instructions, which refer to {@link #MAP}. */
    public byte[] code() {
        return Instruction.encode(probed.code());
    }

    /** Returns the new number of the first instruction of a function. */
    public int function(int start) {
        Integer found = probed.functions().get(start);
        if (found == null) {
            throw new IllegalArgumentException("No function starts at instruction " + start + ".");
        }
        return found;
    }

    /** Returns the number of the probes, each of which has a byte of the map's value. */
    public int probes() {
        return probes.count();
    }

    /**
     * Returns the coverage of the program.
     *
     * @param hits the probes that were executed
     * @param kept the probes that the verifier has kept
     */
    Coverage coverage(BitSet hits, BitSet kept) {
        CoverageSum sum = new CoverageSum();
        BitSet hitBlocks = probes.blocks(hits);
        BitSet keptBlocks = probes.blocks(kept);
        for (Block block : flow.blocks()) {
            State state = state(hitBlocks.get(block.number()), keptBlocks.get(block.number()));
            for (int at = block.start(); at < block.end(); at++) {
                lines.line(at).ifPresent(place -> sum.add(new Line(place.file(), place.line(), state)));
            }
            if (block.isEntry()) {
                lines.line(block.start())
                        .ifPresent(place -> sum.add(
                                new Function(place.file(), place.line(), lines.function(block.start()), state)));
            }
        }
        addBranches(sum, hits, hitBlocks, kept, keptBlocks);
        return sum.sum();
    }

    private void addBranches(CoverageSum sum, BitSet hits, BitSet hitBlocks, BitSet kept, BitSet keptBlocks) {
        Map<String, Integer> jumps = new HashMap<>();
        for (Block block : flow.blocks()) {
            int last = block.end() - 1;
            if (code.get(last).isConditionalJump()) {
                lines.line(last).ifPresent(place -> {
                    String function = lines.function(last);
                    int jump = jumps.merge(place + function, 1, Integer::sum) - 1;
                    for (Edge edge : flow.from(block)) {
                        if (probes.distinguish(edge)) {
                            State state =
                                    state(probes.holds(edge, hits, hitBlocks), probes.holds(edge, kept, keptBlocks));
                            sum.add(new Branch(place.file(), place.line(), function, jump, edge.isTaken(), state));
                        }
                    }
                });
            }
        }
    }

    private static State state(boolean hit, boolean kept) {
        return hit ? State.HIT : kept ? State.MISSED : State.UNREACHABLE;
    }
}
