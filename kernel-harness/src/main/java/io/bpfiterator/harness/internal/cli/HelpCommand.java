// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.NearestName;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the usage of the parent command, or of a subcommand of it. */
@Command(name = HelpCommand.NAME, description = "Print the usage of a command.")
final class HelpCommand implements Runnable {

    static final String NAME = "help";

    /** What the command does with a name that no command has. */
    enum UnknownName {
        FAIL,

        /** Prints the usage of the parent command, as bpftool does. */
        IGNORE
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "The command, such as iter pin; by default, the whole.")
    private List<String> names = List.of();

    private final UnknownName unknown;

    HelpCommand(UnknownName unknown) {
        this.unknown = unknown;
    }

    @Override
    public void run() {
        CommandLine described = spec.parent().commandLine();
        for (String name : names) {
            Map<String, CommandLine> subcommands = described.getSubcommands();
            CommandLine subcommand = subcommands.get(name);
            if (subcommand == null) {
                fail(described, name);
                break;
            }
            described = subcommand;
        }
        described.usage(described.getOut());
    }

    private void fail(CommandLine parent, String name) {
        if (unknown == UnknownName.FAIL) {
            String command = parent.getCommandSpec().qualifiedName();
            throw new CommandFailure(
                    Failure.notFound(unknownCommand(parent, name))
                            .remedy("See: " + command + " --help")
                            .message(),
                    ExitStatus.FAILURE);
        }
    }

    /** Returns the sentences that a command has no subcommand of a name. */
    static String unknownCommand(CommandLine parent, String name) {
        return "Unknown command \"" + name + "\"."
                + NearestName.question(" ", name, parent.getSubcommands().keySet());
    }
}
