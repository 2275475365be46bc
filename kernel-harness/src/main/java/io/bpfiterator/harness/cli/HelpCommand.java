package io.bpfiterator.harness.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how the command that it belongs to is used, whatever words follow. */
@Command(name = "help", description = "Print this message.")
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
