package io.bpfiterator.harness.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command itself: the options of all subcommands, which are found by any beginning of their words, as bpftool's are. */
@Command(
        name = "bpf-iterator",
        customSynopsis = {
            "bpf-iterator [OPTIONS] iter { pin | help }",
            "       bpf-iterator [OPTIONS] kernels { list | fetch | prune }",
            "       bpf-iterator [OPTIONS] report merge",
            "       bpf-iterator [OPTIONS] shell KERNEL [-- COMMAND...]",
            "       bpf-iterator [OPTIONS] { doctor | matrix | version | help }"
        },
        description = "Pins BPF iterators, as bpftool iter does; cat reads them.")
final class BpfIteratorCommand extends UsageCommand {

    @Mixin
    private final CommonOptions options;

    private BpfIteratorCommand(CommonOptions options) {
        this.options = options;
    }

    /** Returns the command, ready to be executed. */
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
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExpandAtFiles(false)
                .setAbbreviatedSubcommandsAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parsed ->
                        options.isVersionWanted() ? output.version() : new CommandLine.RunLast().execute(parsed))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
