// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.Gson;
import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.ProgramInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a kernel loads a program.
 *
 * @param kernel its release
 * @param reason why it does not load the program; empty if it does
 * @param instructions the number of instructions after verification; 0 if it does not load
 * @param jitedBytes the size of the machine code; 0 without a JIT compiler
 * @param verifiedInstructions the number of instructions that the verifier has processed; 0 before Linux 5.16
 */
record LoadCheck(
        String kernel,
        String program,
        boolean loads,
        String reason,
        int instructions,
        int jitedBytes,
        int verifiedInstructions) {

    /** Loads each of some programs of an object by itself. */
    static List<LoadCheck> onThisKernel(ObjectFile file, List<String> programs, Output output) {
        String kernel = System.getProperty("os.version");
        List<LoadCheck> checks = new ArrayList<>();
        for (String program : programs) {
            try (LoadedObject object =
                    OpenedObject.open(file, output.isDebug()).only(program).load()) {
                output.log(object.log());
                ProgramInfo info = object.program(program).info();
                checks.add(new LoadCheck(
                        kernel,
                        program,
                        true,
                        "",
                        info.instructions(),
                        info.jitedBytes(),
                        info.verifiedInstructions()));
            } catch (BpfException refused) {
                output.log(refused.log());
                checks.add(new LoadCheck(kernel, program, false, refused.getMessage(), 0, 0, 0));
            }
        }
        return checks;
    }

    static void write(List<LoadCheck> checks, JsonWriter json) throws IOException {
        json.beginArray();
        for (LoadCheck check : checks) {
            json.beginObject();
            json.name("kernel").value(check.kernel);
            json.name("program").value(check.program);
            json.name("loads").value(check.loads);
            json.name("reason").value(check.reason);
            json.name("instructions").value(check.instructions);
            json.name("jitedBytes").value(check.jitedBytes);
            json.name("verifiedInstructions").value(check.verifiedInstructions);
            json.endObject();
        }
        json.endArray();
    }

    /** Reads what {@link #write} has written. */
    static List<LoadCheck> read(String json) {
        return List.of(new Gson().fromJson(json, LoadCheck[].class));
    }
}
