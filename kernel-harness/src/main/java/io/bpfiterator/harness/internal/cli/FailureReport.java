package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.failure.CauseText;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints the message of an exception, and returns the exit status for it. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final String PREFIX = "Error: ";

    private final Output output;

    FailureReport(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        // For an empty argument, picocli fails with an exception of its own while it searches for abbreviations.
        String message =
                List.of(arguments).contains("") ? "An argument is empty" : ofPicocli(String.valueOf(e.getMessage()));
        output.failure(message + ". See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.FAILURE;
    }

    /** Removes the prefix that picocli adds only to messages about groups of options. */
    private static String ofPicocli(String message) {
        return message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message;
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
