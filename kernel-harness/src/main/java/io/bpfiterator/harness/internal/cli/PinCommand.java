// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.PinPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Loads an object, attaches its iterator and pins the link, which outlives the command. */
@Command(
        name = "pin",
        customSynopsis = "bpf-iterator iter pin OBJ PATH [OPTIONS] [map MAP]",
        description = "Pin the iterator of OBJ at PATH. Read it with cat, remove it with rm.")
final class PinCommand implements Runnable {

    @Mixin
    private final IteratorArguments iterator = new IteratorArguments();

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "A new file in a mounted bpffs, whose name does not contain a dot.")
    private String path = "";

    @Parameters(
            index = "2..*",
            paramLabel = "map MAP",
            description = "The map whose elements to walk: map id N, map pinned FILE or map name NAME.")
    private List<String> mapArguments = List.of();

    private final Output output;

    PinCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        iterator.attach(mapArguments, output, this::pinPath, (object, link, pinPath) -> link.pin(pinPath)
                .persist());
    }

    private PinPath pinPath() {
        try {
            return PinPath.at(Path.of(path));
        } catch (DiagnosedException e) {
            boolean taken = Files.isRegularFile(Path.of(path));
            throw new CommandFailure(e, taken ? ExitStatus.ofErrno(Errno.EEXIST.number()) : ExitStatus.FAILURE);
        }
    }
}
