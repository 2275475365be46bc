// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.coverage.Measurement;
import io.bpfiterator.internal.coverage.ProbedProgram;
import io.bpfiterator.internal.coverage.RunCoverage;
import io.bpfiterator.internal.coverage.SourceLines;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.object.Coverage.NotMeasured;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The variants of a template's program that measure its coverage: with probes for branches and, if the kernel refuses
 * that one, for example as too complex, for blocks only. If it refuses both, the program runs without probes.
 */
final class ProbedVariants {

    /** Loads a variant. */
    interface Loader {

        /**
         * Loads a variant.
         *
         * @param map the descriptor of the map with the probes
         * @throws BpfException if the kernel refuses
         */
        Fd load(ProbedProgram variant, int map);
    }

    private enum Kind {
        BRANCHES,
        BLOCKS,
        NONE
    }

    private final ObjectDescription description;
    private final String name;
    private final Instructions instructions;
    private final SortedMap<Integer, Integer> functionTypes;

    /** The kind that is tried first; the kernel has refused those before it. */
    private Kind kind = Kind.BRANCHES;

    private @Nullable ProbedProgram variant;

    private String reason = "the kernel refuses the program with probes";

    /** @param functionTypes the types of the functions by the numbers of their first instructions */
    ProbedVariants(
            ObjectDescription description,
            ObjectDescription.Program program,
            Instructions instructions,
            SortedMap<Integer, Integer> functionTypes) {
        this.description = description;
        this.name = nameOf(description, program);
        this.instructions = instructions;
        this.functionTypes = functionTypes;
    }

    /** Returns whether programs are loaded with probes. */
    static boolean areWanted() {
        return Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.COVERAGE);
    }

    /** Records that the programs of an object run without probes, since libbpf has loaded them. */
    static void reportWithoutTemplate(ObjectDescription description, Iterable<String> programs) {
        for (String program : programs) {
            RunCoverage.add(new NotMeasured(
                    nameOf(description, description.program(program).orElseThrow()),
                    "libbpf loads it, without a template"));
        }
    }

    private static String nameOf(ObjectDescription description, ObjectDescription.Program program) {
        return description.file().name() + ", " + program;
    }

    /** Loads the best variant that the kernel accepts; empty if the program has to run without probes. */
    synchronized Optional<Measurement> load(Loader loader) {
        Optional<Measurement> loaded = Optional.empty();
        while (kind != Kind.NONE && loaded.isEmpty()) {
            Optional<ProbedProgram> found = variant();
            loaded = found.flatMap(program -> load(program, loader));
            if (loaded.isEmpty()) {
                kind = Kind.values()[kind.ordinal() + 1];
                variant = null;
            }
        }
        if (loaded.isEmpty()) {
            RunCoverage.add(new NotMeasured(name, reason));
        } else if (kind == Kind.BLOCKS) {
            RunCoverage.add(new NotMeasured(name, "only its lines are, since the kernel refuses probes for branches"));
        }
        return loaded;
    }

    private Optional<Measurement> load(ProbedProgram program, Loader loader) {
        try {
            return Optional.of(Measurement.start(name, program, map -> loader.load(program, map)));
        } catch (BpfException refused) {
            if (OutOfResources.isShortage(refused.errno().orElse(0))) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private Optional<ProbedProgram> variant() {
        if (variant == null) {
            Optional<SourceLines> lines = lines();
            if (lines.isEmpty()) {
                reason = "the object has no line numbers; compile it with -g";
            }
            variant = lines.flatMap(known -> ProbedProgram.of(
                            instructions.decoded(), functionTypes.keySet(), known, kind == Kind.BRANCHES))
                    .orElse(null);
        }
        return Optional.ofNullable(variant);
    }

    private Optional<SourceLines> lines() {
        return Optional.ofNullable(description.btf())
                .flatMap(btf -> description
                        .extension()
                        .map(records -> new SourceLines(instructions.count(), functionTypes, records, btf)))
                .filter(lines -> !lines.isEmpty());
    }
}
