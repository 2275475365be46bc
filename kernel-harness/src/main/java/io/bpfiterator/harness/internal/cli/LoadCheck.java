// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.harness.internal.figures.VerifiedProgram;
import io.bpfiterator.internal.figures.VerifierStatistics;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.Complexity;
import java.util.List;

/**
 * Whether a kernel loads a program. The components have the names that they have in the JSON, in which words are
 * separated by underscores; {@code bytes_jited} and {@code verified_insns} are bpftool's, the other figures veristat's.
 *
 * @param kernel its release
 * @param reason why it does not load the program; empty if it does
 * @param instructions the number of instructions after verification; 0 if it does not load
 * @param bytesJited the size of the machine code; 0 without a JIT compiler
 */
record LoadCheck(
        String kernel,
        String program,
        boolean loads,
        String reason,
        int instructions,
        int bytesJited,
        int verifiedInsns,
        int totalStates,
        int peakStates,
        int maxStatesPerInsn,
        int maxMarkReadLen,
        int stackDepth,
        long duration) {

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    /** Loads each of some programs of an object by itself. */
    static List<LoadCheck> onThisKernel(ObjectFile file, List<String> programs, Output output) {
        return programs.stream()
                .map(program -> onThisKernel(file, program, output))
                .toList();
    }

    private static LoadCheck onThisKernel(ObjectFile file, String program, Output output) {
        try (LoadedObject object =
                OpenedObject.open(file, output.isDebug()).only(program).load()) {
            output.log(object.log());
            return of(program, "", complexity(object, program, output));
        } catch (BpfException refused) {
            output.log(refused.log());
            return of(program, refused.getMessage(), ofRefused(refused.log()));
        }
    }

    /** The program loads, even if its figures are not known. */
    private static Complexity complexity(LoadedObject object, String program, Output output) {
        try {
            return object.program(program).complexity();
        } catch (BpfException unknown) {
            output.progress(unknown.getMessage());
            return ofRefused("");
        }
    }

    /** Returns what the verifier had done until it refused a program. */
    private static Complexity ofRefused(String log) {
        return VerifierStatistics.in(log).orElse(VerifierStatistics.NONE).complexity(0, 0);
    }

    private static LoadCheck of(String program, String reason, Complexity complexity) {
        return new LoadCheck(
                System.getProperty("os.version"),
                program,
                reason.isEmpty(),
                reason,
                complexity.instructions(),
                complexity.jitedBytes(),
                complexity.verifiedInstructions(),
                complexity.totalStates(),
                complexity.peakStates(),
                complexity.maxStatesPerInstruction(),
                complexity.longestMarkRead(),
                complexity.stackDepth(),
                complexity.verificationMicroseconds());
    }

    /** Returns the program with its figures, for veristat's CSV. */
    VerifiedProgram inFile(String file) {
        return VerifiedProgram.of(
                file,
                program,
                loads,
                new Complexity(
                        instructions,
                        bytesJited,
                        verifiedInsns,
                        totalStates,
                        peakStates,
                        maxStatesPerInsn,
                        maxMarkReadLen,
                        stackDepth,
                        duration));
    }

    static void write(List<LoadCheck> checks, JsonWriter json) {
        GSON.toJson(checks.toArray(LoadCheck[]::new), LoadCheck[].class, json);
    }

    /** Reads what {@link #write} has written. */
    static List<LoadCheck> read(String json) {
        return List.of(GSON.fromJson(json, LoadCheck[].class));
    }
}
