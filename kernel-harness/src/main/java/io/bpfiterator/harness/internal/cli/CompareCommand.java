// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.harness.internal.figures.Comparison.Change;
import io.bpfiterator.harness.internal.figures.Comparison.Kind;
import io.bpfiterator.internal.text.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Compares how complex kernels found the programs of two runs. */
@Command(
        name = "compare",
        customSynopsis = "bpf-iterator report compare OLD NEW [--share PERCENT] [--environment NAME]",
        description = {
            "Compare the complexity of the BPF programs in two reports, program by program and environment by"
                    + " environment, and print what grew, and which programs are new, have vanished or are refused.",
            "The exit status is 1 if a figure grew by more than the share, or a kernel refuses a program that it"
                    + " accepted before."
        })
final class CompareCommand implements Callable<Integer> {

    /** As of {@code diff(1)}. */
    private static final int DIFFERS = 1;

    private static final String SOURCE = "The directory of a report, a report.json, or the CSV of veristat or check.";

    @Parameters(index = "0", paramLabel = "OLD", description = SOURCE)
    private Path earlier = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = SOURCE)
    private Path later = Path.of("");

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            defaultValue = "10%",
            converter = Percent.class,
            description = "By how much a figure may grow; default: ${DEFAULT-VALUE}.")
    private double share;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Compare only this environment of a report, such as vm:5.10; with a CSV file, which one.")
    private String environment = "";

    private final Output output;

    CompareCommand(Output output) {
        this.output = output;
    }

    /** Reads {@code 10%}, {@code 0.5%} and {@code 10} as shares. */
    static final class Percent implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            try {
                double percent = Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
                if (percent >= 0 && Double.isFinite(percent)) {
                    return percent / 100;
                }
            } catch (NumberFormatException e) {
                // It is refused below.
            }
            throw new TypeConversionException("'" + text + "' is not a share such as 10%");
        }
    }

    @Override
    public Integer call() {
        ComparedRuns runs = new ComparedRuns(
                ComparedRuns.Source.read(earlier, environment), ComparedRuns.Source.read(later, environment));
        Map<String, List<Change>> changes = runs.changes();
        runs.notCompared().forEach(name -> output.progress("Not compared: " + name + "."));
        output.result(text(changes), json -> write(changes, json));
        return changes.values().stream().flatMap(List::stream).anyMatch(change -> change.isMoreThan(share))
                ? DIFFERS
                : ExitStatus.OK;
    }

    private String text(Map<String, List<Change>> changes) {
        Columns columns = new Columns().right(3).right(4).right(5);
        columns.row("ENVIRONMENT", "PROGRAM", "FIGURE", "OLD", "NEW", "CHANGE");
        changes.forEach((name, ofEnvironment) -> ofEnvironment.stream()
                .filter(change -> change.kind() != Kind.SHRANK)
                .forEach(change -> addTo(columns, name, change)));
        List<Change> all = changes.values().stream().flatMap(List::stream).toList();
        long grew = all.stream().filter(change -> change.kind() == Kind.GREW).count();
        long refused =
                all.stream().filter(change -> change.kind() == Kind.REFUSED).count();
        long tooMuch = all.stream().filter(change -> change.isMoreThan(share)).count() - refused;
        long shrank =
                all.stream().filter(change -> change.kind() == Kind.SHRANK).count();
        String table = all.size() == shrank ? "" : columns.lines() + System.lineSeparator() + System.lineSeparator();
        return table + Count.of(changes.size(), "environment") + " compared: " + Count.of(tooMuch, "figure")
                + " grew by more than " + percent(share) + ", " + (grew - tooMuch) + " by less, " + shrank
                + " shrank; " + Count.of(refused, "program") + " refused";
    }

    private void addTo(Columns columns, String name, Change change) {
        switch (change.kind()) {
            case GREW ->
                columns.row(
                        name,
                        change.program(),
                        change.figure(),
                        String.valueOf(change.before()),
                        String.valueOf(change.after()),
                        (change.isMoreThan(share) ? "! " : "") + growth(change));
            case REFUSED -> columns.row(name, change.program(), "! is refused, and was accepted before");
            case UNKNOWN -> columns.row(name, change.program(), "was not measured");
            case NEW -> columns.row(name, change.program(), "is new");
            default -> columns.row(name, change.program(), "has vanished");
        }
    }

    private static String growth(Change change) {
        return change.before() == 0
                ? "from 0"
                : "+" + percent((double) (change.after() - change.before()) / change.before());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100).replaceFirst("\\.0$", "") + "%";
    }

    private void write(Map<String, List<Change>> changes, JsonWriter json) throws IOException {
        json.beginArray();
        for (Map.Entry<String, List<Change>> ofEnvironment : changes.entrySet()) {
            for (Change change : ofEnvironment.getValue()) {
                json.beginObject();
                json.name("environment").value(ofEnvironment.getKey());
                json.name("program").value(change.program());
                json.name("change").value(change.kind().name().toLowerCase(Locale.ROOT));
                if (!change.figure().isEmpty()) {
                    json.name("figure").value(change.figure());
                    json.name("old").value(change.before());
                    json.name("new").value(change.after());
                }
                json.name("too_much").value(change.isMoreThan(share));
                json.endObject();
            }
        }
        json.endArray();
    }
}
