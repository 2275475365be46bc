// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.ControlFlow;
import io.bpfiterator.internal.bytecode.ControlFlow.Block;
import io.bpfiterator.internal.bytecode.ControlFlow.Edge;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.bytecode.Liveness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Inserts probes into a program: at the start of a block; after a jump that is not taken; and, for a jump that is
 * taken, at the end of its function, from where another jump leads to the block.
 *
 * <p>A probe stores 1 in its byte of a map's value. It needs one register, which is free in its block.
 */
final class ProbeWriter {

    /** The descriptor of the probes' map until the program is loaded. */
    static final int MAP = -1;

    /** A jump, or a reference to a function, that was written before the place of its target is known. */
    private record Reference(int at, int target) {}

    private final List<Instruction> code;
    private final ControlFlow flow;
    private final Liveness liveness;
    private final Probes probes;

    private final List<Instruction> written = new ArrayList<>();

    /**
     * The new numbers of instructions that a jump or a call leads to, or of their probes; then of the probes of edges.
     */
    private final int[] starts;

    private final List<Reference> references = new ArrayList<>();
    private final List<Edge> atEndOfFunction = new ArrayList<>();
    private boolean complete = true;

    private ProbeWriter(List<Instruction> code, ControlFlow flow, Liveness liveness, Probes probes) {
        this.code = code;
        this.flow = flow;
        this.liveness = liveness;
        this.probes = probes;
        this.starts = new int[code.size() + flow.edges().size()];
    }

    /**
     * Returns a program with probes; empty if a block has no free register, or a jump cannot reach its target any more.
     */
    static Optional<ProbedCode> write(List<Instruction> code, ControlFlow flow, Liveness liveness, Probes probes) {
        return new ProbeWriter(code, flow, liveness, probes).write();
    }

    private Optional<ProbedCode> write() {
        for (Block block : flow.blocks()) {
            if (block.isEntry()) {
                endFunction();
            }
            write(block);
        }
        endFunction();
        references.forEach(this::resolve);
        Map<Integer, Integer> functions = new HashMap<>();
        flow.blocks().stream()
                .filter(Block::isEntry)
                .forEach(block -> functions.put(block.start(), starts[block.start()]));
        return complete ? Optional.of(new ProbedCode(written, functions)) : Optional.empty();
    }

    private void write(Block block) {
        starts[block.start()] = written.size();
        if (probes.has(block)) {
            probe(probes.of(block), block);
        }
        for (int at = block.start(); at < block.end(); at++) {
            Instruction instruction = code.get(at);
            if (instruction.refersToFunction()) {
                references.add(new Reference(written.size(), at + 1 + instruction.distance()));
            }
            written.add(instruction);
        }
        for (Edge edge : flow.from(block)) {
            if (edge.isTaken() && probes.has(edge)) {
                atEndOfFunction.add(edge);
                references.add(new Reference(written.size() - 1, placeOf(edge)));
            } else if (edge.isTaken()) {
                references.add(new Reference(written.size() - 1, edge.to().start()));
            } else if (probes.has(edge)) {
                probe(probes.of(edge), edge.to());
                // Kernels before 6.2 take any other way than a jump to the start of a loop for an unbounded loop.
                written.add(new Instruction(Instruction.JUMP, 0, 0, 0, 0));
            }
        }
    }

    /** Returns the target of a jump to an edge's probe, distinct from the numbers of all instructions. */
    private int placeOf(Edge edge) {
        return code.size() + edge.number();
    }

    private void endFunction() {
        for (Edge edge : atEndOfFunction) {
            starts[placeOf(edge)] = written.size();
            probe(probes.of(edge), edge.to());
            references.add(new Reference(written.size(), edge.to().start()));
            written.add(new Instruction(Instruction.JUMP, 0, 0, 0, 0));
        }
        atEndOfFunction.clear();
    }

    private void probe(int number, Block block) {
        int register = liveness.freeAtStart(block).orElse(-1);
        if (register < 0) {
            complete = false;
            return;
        }
        written.add(new Instruction(Instruction.LD_IMM64, register, Instruction.PSEUDO_MAP_VALUE, 0, MAP));
        written.add(new Instruction(0, 0, 0, 0, number));
        written.add(new Instruction(Instruction.STORE_BYTE, register, 0, 0, 1));
    }

    private void resolve(Reference reference) {
        int distance = starts[reference.target()] - reference.at() - 1;
        Instruction instruction = written.get(reference.at());
        complete &= instruction.canReach(distance);
        written.set(reference.at(), instruction.withDistance(distance));
    }
}
