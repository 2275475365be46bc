package io.bpfiterator.harness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which version this is. */
@Command(name = "version", description = "Print the version of this command and of libbpf.")
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
