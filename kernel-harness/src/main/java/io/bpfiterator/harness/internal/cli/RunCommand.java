// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.internal.coverage.CoverageText;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.internal.coverage.RunCoverage;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.object.Coverage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads an object and prints what its iterator prints. */
@Command(
        name = "run",
        customSynopsis = "bpf-iterator iter run OBJ [OPTIONS] [map MAP]",
        description = "Print the output of the iterator of OBJ, without pinning it.")
final class RunCommand implements Runnable {

    @Mixin
    private final IteratorArguments iterator = new IteratorArguments();

    @Option(
            names = "--coverage",
            description = "Measure which lines of the program are executed, and print them to standard error, or in"
                    + " the JSON.")
    private boolean coverage;

    @Parameters(
            index = "1..*",
            paramLabel = "map MAP",
            description = "The map whose elements to walk: map id N, map pinned FILE or map name NAME.")
    private List<String> mapArguments = List.of();

    private final Output output;

    RunCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        if (coverage) {
            System.setProperty(ExtensionSettings.COVERAGE.key(), "true");
        }
        iterator.attach(mapArguments, output, () -> output, this::print);
    }

    private void print(LoadedObject object, BpfLink link, Output output) {
        try (InputStream run = link.reader().open()) {
            if (!coverage) {
                output.stream(run);
            } else if (output.isJson()) {
                String text = new String(run.readAllBytes(), StandardCharsets.UTF_8);
                output.json(writer -> writer.beginObject()
                        .name("output")
                        .value(text)
                        .name("coverage")
                        .jsonValue(measured(object).toJson())
                        .endObject());
            } else {
                output.stream(run);
                CoverageText.of(measured(object)).forEach(output::progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the coverage until now, and why a program is not measured. */
    private static MeasuredCoverage measured(LoadedObject object) {
        Coverage found = object.coverage();
        List<Coverage.NotMeasured> notMeasured = RunCoverage.coverage().notMeasured().stream()
                .filter(program -> program.program().startsWith(object.name() + ", "))
                .toList();
        return MeasuredCoverage.of(new Coverage(found.lines(), found.functions(), found.branches(), notMeasured));
    }
}
