// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.internal.loading.ObjectSummary;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.targets.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an object contains. It loads nothing, so it requires no privilege. */
@Command(
        name = "show",
        customSynopsis = "bpf-iterator show OBJ [--kernels KERNEL,…]",
        description = {
            "Show the programs of OBJ with the iterators' targets and the Linux versions that introduced them, its"
                    + " maps and global variables, and the types, members and enumerators that it uses through CO-RE,"
                    + " with whether the running kernel or others have them. Loads nothing and requires no privilege.",
            "A kernel refuses a program that reaches what is missing. What a check of existence does not find is no."
        })
final class ShowCommand implements Runnable {

    @Mixin
    private final ObjectArgument obj = new ObjectArgument();

    @Option(
            names = "--kernels",
            paramLabel = "KERNEL",
            split = ",",
            description = "Kernels as in bpf-iterator shell, separated by commas, instead of the running kernel. Only"
                    + " their images are read; no machine starts.")
    private List<String> kernels = List.of();

    private final Output output;

    ShowCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        ObjectSummary object = OpenedObject.open(obj.read(), output.isDebug()).summary();
        RelocationTable relocations = new RelocationTable(object.relocations(), types(object));
        output.result(text(object, relocations), json -> write(object, relocations, json));
    }

    /** The running kernel's types are read only if they are needed; the names of other kernels may be wrong. */
    private List<NamedTypes> types(ObjectSummary object) {
        if (!kernels.isEmpty()) {
            return kernels.stream().map(kernel -> NamedTypes.of(kernel, output)).toList();
        }
        return object.relocations().isEmpty() ? List.of() : List.of(NamedTypes.ofRunning(output));
    }

    private static String text(ObjectSummary object, RelocationTable relocations) {
        Columns programs = new Columns().row("PROGRAM", "SECTION", "TARGET", "SINCE");
        object.programs()
                .forEach(program -> programs.row(
                        program.name(),
                        program.section(),
                        program.target().orElse(""),
                        since(program).orElse("")));
        Columns maps = new Columns().right(2).row("MAP", "TYPE", "ENTRIES");
        object.maps().forEach(map -> maps.row(map.name(), map.type(), Integer.toUnsignedString(map.maxEntries())));
        Columns globals = new Columns().right(2).row("GLOBAL", "SECTION", "BYTES");
        object.globals()
                .forEach(global -> globals.row(global.name(), global.section(), String.valueOf(global.bytes())));
        return Stream.of(
                        table(object.programs(), programs),
                        table(object.maps(), maps),
                        table(object.globals(), globals),
                        relocations.text())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
    }

    private static Optional<String> table(List<?> rows, Columns columns) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(columns.lines());
    }

    /** Returns the version of Linux that introduced a program's target; empty if this library does not know it. */
    private static Optional<String> since(ObjectSummary.Program program) {
        return program.target().flatMap(Target::named).map(target -> "Linux " + target.since());
    }

    private static void write(ObjectSummary object, RelocationTable relocations, JsonWriter json) throws IOException {
        json.beginObject().name("programs").beginArray();
        for (ObjectSummary.Program program : object.programs()) {
            json.beginObject().name("name").value(program.name());
            json.name("section").value(program.section());
            if (program.target().isPresent()) {
                json.name("target").value(program.target().get());
            }
            json.endObject();
        }
        json.endArray().name("maps").beginArray();
        for (ObjectSummary.Map map : object.maps()) {
            json.beginObject().name("name").value(map.name());
            json.name("type").value(map.type());
            json.name("max_entries").value(Integer.toUnsignedLong(map.maxEntries()));
            json.endObject();
        }
        json.endArray().name("globals").beginArray();
        for (ObjectSummary.Global global : object.globals()) {
            json.beginObject().name("name").value(global.name());
            json.name("section").value(global.section());
            json.name("bytes").value(global.bytes());
            json.endObject();
        }
        json.endArray().name("relocations");
        relocations.write(json);
        json.endObject();
    }
}
