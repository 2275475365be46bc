package io.bpfiterator.harness.internal.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Defines the command and the options of all subcommands. Subcommands can be abbreviated, as bpftool's can. */
@Command(
        name = "bpf-iterator",
        customSynopsis = {
            "bpf-iterator [OPTIONS] iter { pin | help }",
            "       bpf-iterator [OPTIONS] kernels { list | fetch | prune }",
            "       bpf-iterator [OPTIONS] report merge",
            "       bpf-iterator [OPTIONS] shell KERNEL [-- COMMAND...]",
            "       bpf-iterator [OPTIONS] { doctor | matrix | version | help }"
        },
        description =
                "Pin BPF iterators like bpftool iter, check whether this machine can run tests of BPF iterators, and"
                        + " manage the kernels that the tests run on.")
final class BpfIteratorCommand extends UsageCommand {

    @Mixin
    private final CommonOptions options;

    private BpfIteratorCommand(CommonOptions options) {
        this.options = options;
    }

    /** Returns the command with all its subcommands. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        CommonOptions options = new CommonOptions();
        Output output = new Output(options, out, err);
        FailureReport failures = new FailureReport(output);
        return new CommandLine(new BpfIteratorCommand(options))
                .addSubcommand(new CommandLine(new IterCommand())
                        .addSubcommand(new PinCommand(output))
                        .addSubcommand(new HelpCommand()))
                .addSubcommand(new DoctorCommand(output))
                .addSubcommand(new KernelsCommand(output))
                .addSubcommand(new MatrixCommand(output))
                .addSubcommand(new ReportCommand(output))
                .addSubcommand(new ShellCommand(output))
                .addSubcommand(new VersionCommand(output))
                .addSubcommand(new HelpCommand())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                .setAbbreviatedSubcommandsAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parsed ->
                        options.isVersionRequested() ? output.version() : new CommandLine.RunLast().execute(parsed))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
