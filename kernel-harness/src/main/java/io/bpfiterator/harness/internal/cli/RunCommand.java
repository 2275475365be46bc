// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.iterator.BpfLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Loads an object and prints what its iterator prints. */
@Command(
        name = "run",
        customSynopsis = "bpf-iterator iter run OBJ [OPTIONS] [map MAP]",
        description = "Print the output of the iterator of OBJ, without pinning it.")
final class RunCommand implements Runnable {

    @Mixin
    private final IteratorArguments iterator = new IteratorArguments();

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
        iterator.attach(mapArguments, output, () -> output, RunCommand::print);
    }

    private static void print(BpfLink link, Output output) {
        try (InputStream run = link.reader().open()) {
            output.stream(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
