// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.killed.Remnant.Kind;
import io.bpfiterator.internal.process.ProgramRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts the objects of {@code killed.bpf.c} in the kernel, with bpftool. */
final class KernelCensus {

    /** The names of all its objects begin with it. */
    static final String NAME = "killed";

    private KernelCensus() {}

    static List<Remnant> take() throws IOException, InterruptedException {
        List<Remnant> all = new ArrayList<>();
        Set<Integer> programs = new HashSet<>();
        for (JsonObject program : show("prog")) {
            if (isOurs(program)) {
                programs.add(program.get("id").getAsInt());
                all.add(new Remnant(Kind.PROGRAM, name(program)));
            }
        }
        for (JsonObject map : show("map")) {
            if (isOurs(map)) {
                all.add(new Remnant(Kind.MAP, name(map)));
            }
        }
        for (JsonObject link : show("link")) {
            if (link.has("prog_id") && programs.contains(link.get("prog_id").getAsInt())) {
                all.add(new Remnant(Kind.LINK, link.get("id").getAsString()));
            }
        }
        return all;
    }

    private static boolean isOurs(JsonObject object) {
        return object.has("name") && object.get("name").getAsString().startsWith(NAME);
    }

    private static String name(JsonObject object) {
        return object.get("name").getAsString() + " " + object.get("id").getAsInt();
    }

    private static List<JsonObject> show(String kind) throws IOException, InterruptedException {
        try {
            String output = ProgramRunner.run(
                            ProgramRunner.inEnglish(List.of("/usr/sbin/bpftool", "-j", kind, "show")),
                            Duration.ofMinutes(1))
                    .output();
            List<JsonObject> objects = new ArrayList<>();
            for (JsonElement object :
                    JsonParser.parseString(output.isBlank() ? "[]" : output).getAsJsonArray()) {
                objects.add(object.getAsJsonObject());
            }
            return objects;
        } catch (ProgramRunner.Overtime e) {
            throw new IOException(e);
        }
    }
}
