// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the version. */
@Command(name = "version", description = "Print the versions of bpf-iterator and libbpf.")
final class VersionCommand implements Callable<Integer> {

    private final Output output;

    VersionCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        return output.version();
    }
}
