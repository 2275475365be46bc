// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups subcommands; without one, it prints the usage and succeeds. */
abstract class UsageCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        commandLine.usage(commandLine.getOut());
    }
}
