// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.internal.cli.HelpCommand.UnknownName;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** Defines the command and the options of all subcommands. Subcommands can be abbreviated, as bpftool's can. */
@Command(
        name = "bpf-iterator",
        customSynopsis = {
            "bpf-iterator [OPTIONS] iter { pin | run | list | help }",
            "       bpf-iterator [OPTIONS] compile SOURCE --output OBJ",
            "       bpf-iterator [OPTIONS] show OBJ",
            "       bpf-iterator [OPTIONS] check OBJ [--kernels KERNEL,…] [--csv]",
            "       bpf-iterator [OPTIONS] init",
            "       bpf-iterator [OPTIONS] kernels { list | fetch | prune }",
            "       bpf-iterator [OPTIONS] report { merge | compare }",
            "       bpf-iterator [OPTIONS] vmlinux [KERNEL]",
            "       bpf-iterator [OPTIONS] shell KERNEL [-- COMMAND...]",
            "       bpf-iterator [OPTIONS] { doctor | matrix | completion | version | help }"
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
        return commandLine(out, err, List.of());
    }

    /** Returns the command with the subcommands that these arguments require. */
    static CommandLine commandLine(PrintStream out, PrintStream err, List<String> arguments) {
        CommonOptions options = new CommonOptions();
        Output output = new Output(options, out, err);
        FailureReport failures = new FailureReport(output);
        return subcommands(output)
                .addTo(new CommandLine(new BpfIteratorCommand(options)), arguments)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                .setAbbreviatedSubcommandsAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parsed -> execute(parsed, options, output))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static Subcommands subcommands(Output output) {
        Subcommands ofIter = new Subcommands()
                .add("pin", rest -> new CommandLine(new PinCommand(output)))
                .add("run", rest -> new CommandLine(new RunCommand(output)))
                .add("list", rest -> new CommandLine(new ListCommand(output)))
                .add(HelpCommand.NAME, rest -> new CommandLine(new HelpCommand(UnknownName.IGNORE)));
        return new Subcommands()
                .add("iter", rest -> ofIter.addTo(new CommandLine(new IterCommand()), rest))
                .add("check", rest -> new CommandLine(new CheckCommand(output)))
                .add("compile", rest -> new CommandLine(new CompileCommand()))
                .add("doctor", rest -> new CommandLine(new DoctorCommand(output)))
                .add("init", rest -> new CommandLine(new InitCommand(output)))
                .add("kernels", rest -> new CommandLine(new KernelsCommand(output)))
                .add("matrix", rest -> new CommandLine(new MatrixCommand(output)))
                .add("report", rest -> new CommandLine(new ReportCommand(output))
                        .addSubcommand(new CompareCommand(output)))
                .add("shell", rest -> new CommandLine(new ShellCommand(output)))
                .add("show", rest -> new CommandLine(new ShowCommand(output)))
                .add(CompletionCommand.NAME, rest -> new CommandLine(new CompletionCommand()))
                .add(ManCommand.NAME, rest -> new CommandLine(new ManCommand()))
                .add("version", rest -> new CommandLine(new VersionCommand(output)))
                .add("vmlinux", rest -> new CommandLine(new VmlinuxCommand(output)))
                .add(HelpCommand.NAME, rest -> new CommandLine(new HelpCommand(UnknownName.FAIL)));
    }

    private static int execute(ParseResult parsed, CommonOptions options, Output output) {
        Optional<String> problem = options.applySettings();
        if (problem.isPresent()) {
            output.failure(problem.get());
            return ExitStatus.FAILURE;
        }
        return options.isVersionRequested() ? output.version() : new CommandLine.RunLast().execute(parsed);
    }
}
