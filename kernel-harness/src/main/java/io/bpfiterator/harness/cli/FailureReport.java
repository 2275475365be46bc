package io.bpfiterator.harness.cli;

import io.bpfiterator.failure.DiagnosedException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one sentence and an exit status. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Output output;

    FailureReport(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        // picocli looks for abbreviations in an empty word, too, and does not survive it.
        String wrong = List.of(arguments).contains("") ? "An argument is empty" : e.getMessage();
        output.failure(wrong + "; see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.FAILURE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        if (e instanceof CommandFailure failure) {
            if (e.getCause() instanceof DiagnosedException cause) {
                output.log(cause.log());
            }
            output.failure(e.getMessage());
            return failure.exitStatus();
        }
        if (e instanceof DiagnosedException failure) {
            output.log(failure.log());
            output.failure(e.getMessage());
            return failure.errno().isPresent()
                    ? ExitStatus.ofErrno(failure.errno().getAsInt())
                    : ExitStatus.FAILURE;
        }
        output.trace(e);
        output.failure("Unforeseen: " + e + "; please report it, with what option -d prints");
        return ExitStatus.FAILURE;
    }
}
