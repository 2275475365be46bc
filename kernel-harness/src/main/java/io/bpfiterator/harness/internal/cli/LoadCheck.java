// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.Gson;
import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a kernel loads a program.
 *
 * @param kernel its release
 * @param reason why it does not load the program; empty if it does
 */
record LoadCheck(String kernel, String program, boolean loads, String reason) {

    /** Loads each program of an object by itself. */
    static List<LoadCheck> onThisKernel(ObjectFile file, Output output) {
        String kernel = System.getProperty("os.version");
        List<LoadCheck> checks = new ArrayList<>();
        for (String program : OpenedObject.open(file).programs()) {
            try (LoadedObject object =
                    OpenedObject.open(file, output.isDebug()).only(program).load()) {
                output.log(object.log());
                checks.add(new LoadCheck(kernel, program, true, ""));
            } catch (BpfException refused) {
                output.log(refused.log());
                checks.add(new LoadCheck(kernel, program, false, refused.getMessage()));
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
            json.endObject();
        }
        json.endArray();
    }

    /** Reads what {@link #write} has written. */
    static List<LoadCheck> read(String json) {
        return List.of(new Gson().fromJson(json, LoadCheck[].class));
    }
}
