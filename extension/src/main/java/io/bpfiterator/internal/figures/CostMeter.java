// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.iterator.LoadedProgram;
import io.bpfiterator.internal.iterator.OpenRuns;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what the programs of an object cost between two moments, such as the ends of two tests. */
public final class CostMeter {

    private final String object;
    private final List<LoadedProgram> programs;
    private final OpenRuns reads;

    /** What each program had cost when it was last taken. */
    private final Map<String, Cost> taken = new HashMap<>();

    private final Map<String, Cost> pending = new LinkedHashMap<>();

    /**
     * Creates the meter of an object.
     *
     * @param programs the programs, of which some may be added later
     */
    public CostMeter(String object, List<LoadedProgram> programs, OpenRuns reads) {
        this.object = object;
        this.programs = programs;
        this.reads = reads;
        RunStatistics.areWanted();
    }

    /** Reads what the kernel has counted until now, which is lost with the programs. */
    public synchronized void read() {
        if (!RunStatistics.areWanted()) {
            return;
        }
        for (LoadedProgram program : programs) {
            try {
                Cost total = total(program);
                Cost added = total.minus(taken.getOrDefault(program.name(), Cost.NONE));
                taken.put(program.name(), total);
                pending.merge(program.name(), added, Cost::plus);
                if (!added.equals(Cost.NONE)) {
                    RunFigures.add(new RunFigures.Program(object, program.name()), added);
                }
            } catch (BpfException e) {
                // The results of tests do not depend on it.
                System.err.println("Cannot read the cost of " + program + ": " + CauseText.of(e));
            }
        }
    }

    private Cost total(LoadedProgram program) {
        OpenRuns.Reads ofProgram = reads.readsOf(program.name());
        LoadedProgram.Runs runs = program.runs();
        return new Cost(
                runs.count(),
                runs.nanoseconds(),
                ofProgram.ended(),
                ofProgram.count(),
                ofProgram.bytes(),
                ofProgram.repeated());
    }

    /**
     * Returns what the programs have cost since the last call, by their names: also those of a closed object. Programs
     * that were not used are left out.
     */
    public synchronized Map<String, Cost> take() {
        Map<String, Cost> costs = new LinkedHashMap<>(pending);
        pending.clear();
        costs.values().removeIf(Cost.NONE::equals);
        return costs;
    }
}
