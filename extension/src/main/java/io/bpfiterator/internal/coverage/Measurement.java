// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.object.Coverage;
import java.util.function.IntFunction;

/** The measurement of a loaded program, from its load until it is closed; then it is added to that of the run. */
public final class Measurement implements AutoCloseable {

    private final String name;
    private final ProbedProgram program;
    private final ProbeMap map;
    private final Fd loaded;

    private Measurement(String name, ProbedProgram program, ProbeMap map, Fd loaded) {
        this.name = name;
        this.program = program;
        this.map = map;
        this.loaded = loaded;
    }

    /**
     * Loads a program with probes.
     *
     * @param name the object and the program
     * @param load loads the program's instructions, which refer to the map with the descriptor that it is given
     * @throws BpfException if the kernel refuses
     */
    public static Measurement start(String name, ProbedProgram program, IntFunction<Fd> load) {
        ProbeMap map = ProbeMap.create(program.probes());
        try {
            return new Measurement(name, program, map, load.apply(map.descriptor()));
        } catch (RuntimeException | Error e) {
            map.close();
            throw e;
        }
    }

    /** Returns the loaded program, which must be closed after this measurement, by another owner. */
    public Fd program() {
        return loaded;
    }

    /** Returns the coverage until now. */
    public Coverage coverage() {
        return program.coverage(map.hits(), map.keptIn(loaded));
    }

    /** A measurement that cannot be read does not change the result of a test. */
    @Override
    public void close() {
        try {
            RunCoverage.add(program, map.hits(), map.keptIn(loaded));
        } catch (BpfException e) {
            RunCoverage.add(new Coverage.NotMeasured(name, "its coverage cannot be read: " + CauseText.of(e)));
        } finally {
            map.close();
        }
    }
}
