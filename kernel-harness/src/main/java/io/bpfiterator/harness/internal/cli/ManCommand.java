// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the manual pages of the command. The installation calls it. */
@Command(name = ManCommand.NAME, hidden = true, description = "Write the manual pages into a directory.")
final class ManCommand implements Callable<Integer> {

    static final String NAME = "man-pages";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "The directory to write to.")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        try {
            Files.createDirectories(directory);
            write(spec.root().commandLine());
        } catch (IOException e) {
            throw Failure.failed("Cannot write the manual pages into " + directory)
                    .because(e)
                    .remedy("Choose another directory")
                    .exception(EnvironmentException::new);
        }
        return ExitStatus.OK;
    }

    private void write(CommandLine command) throws IOException {
        ManPage page = new ManPage(command);
        Files.writeString(directory.resolve(page.name() + "." + ManPage.SECTION), page.troff());
        for (CommandLine subcommand : ManPage.described(command)) {
            write(subcommand);
        }
    }
}
