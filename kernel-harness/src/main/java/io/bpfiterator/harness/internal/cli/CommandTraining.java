// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.internal.warm.TrainingObject;
import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.kernel.Capability;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs what users run most often, as the training run for a class-data sharing archive of the command. */
final class CommandTraining {

    private CommandTraining() {}

    public static void main(String[] arguments) throws IOException {
        Main.prepare();
        run("help");
        run("help", "iter", "pin");
        run("iter", "nonsense");
        run("kernels", "list");
        run("version");
        Path directory = Files.createTempDirectory("bpf-iterator-training-");
        Path object = directory.resolve("training.bpf.o");
        try {
            pin(directory, object);
        } catch (DiagnosedException e) {
            // For example without clang: the classes that pin an iterator are then not in the archive.
            run("iter", "pin", object.toString(), "/nowhere");
        } finally {
            FileTree.delete(directory);
        }
    }

    private static void pin(Path directory, Path object) throws IOException {
        Files.write(object, TrainingObject.compile(directory));
        if (!Capability.mayLoadIterators()) {
            run("iter", "pin", object.toString(), "/nowhere/list_tasks");
            return;
        }
        try (Bpffs bpffs = TemporaryBpffs.create()) {
            run(
                    "iter",
                    "pin",
                    object.toString(),
                    bpffs.path("list_tasks").path().toString());
        }
    }

    private static void run(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        BpfIteratorCommand.commandLine(nowhere, nowhere, List.of(arguments)).execute(arguments);
    }
}
