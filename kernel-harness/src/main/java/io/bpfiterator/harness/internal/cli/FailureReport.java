// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.NearestName;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the message of an exception, and returns the exit status for it. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Output output;

    FailureReport(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        output.failure(message(e, List.of(arguments)) + " See: "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.FAILURE;
    }

    private static String message(ParameterException e, List<String> arguments) {
        // For an empty argument, picocli fails with an exception of its own while it searches for abbreviations.
        if (arguments.contains("")) {
            return "An argument is empty.";
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            CommandLine command = e.getCommandLine();
            String argument = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return unknownOption(command, argument);
            }
            if (!command.getSubcommands().isEmpty()) {
                return HelpCommand.unknownCommand(command, argument);
            }
        }
        return ofPicocli(String.valueOf(e.getMessage())) + ".";
    }

    private static String unknownOption(CommandLine command, String option) {
        List<String> known = command.getCommandSpec().options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .toList();
        // Among options of one letter, none is nearer than the others.
        return "Unknown option \"" + option + "\"."
                + (option.startsWith("--") ? NearestName.question(" ", option.split("=", 2)[0], known) : "");
    }

    /** Removes the prefix that picocli adds only to messages about groups of options. */
    private static String ofPicocli(String message) {
        return message.startsWith(Output.ERROR) ? message.substring(Output.ERROR.length()) : message;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        if (e instanceof CommandFailure failure) {
            if (e.getCause() instanceof DiagnosedException cause) {
                output.log(cause.log());
            }
            output.failure(failure.getMessage());
            return failure.exitStatus();
        }
        if (e instanceof DiagnosedException failure) {
            output.log(failure.log());
            output.failure(failure.getMessage());
            return failure.errno().isPresent()
                    ? ExitStatus.ofErrno(failure.errno().getAsInt())
                    : ExitStatus.FAILURE;
        }
        output.trace(e);
        output.failure("Internal error: " + CauseText.of(e) + ". Please file an issue with the output of option -d.");
        return ExitStatus.FAILURE;
    }
}
