package io.bpfiterator.harness.internal.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the usage of the parent command, and ignores further arguments. */
@Command(name = "help", description = "Print this help.")
final class HelpCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true)
    private List<String> ignored = List.of();

    @Override
    public void run() {
        CommandLine parent = spec.parent().commandLine();
        parent.usage(parent.getOut());
    }
}
