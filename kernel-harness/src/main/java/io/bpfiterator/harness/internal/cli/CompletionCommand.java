// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes the command's arguments. */
@Command(
        name = CompletionCommand.NAME,
        description = {
            "Print the script with which a shell completes the arguments of bpf-iterator.",
            "In bash: source <(bpf-iterator completion bash)"
        })
final class CompletionCommand implements Runnable {

    static final String NAME = "completion";

    /** The shells. A script for bash also runs in zsh, after it has loaded bash's functions. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        root.getOut().println(AutoComplete.bash(root.getCommandName(), root));
    }
}
