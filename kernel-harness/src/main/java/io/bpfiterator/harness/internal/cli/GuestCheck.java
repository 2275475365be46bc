// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.process.ProgramRunner;
import io.bpfiterator.internal.process.ProgramRunner.Overtime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks an object on another kernel: runs {@code check} in a virtual machine, as {@code shell} would. */
final class GuestCheck {

    /** Fetching a kernel, booting it and starting a JVM without KVM take up to two minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final String ERROR = "error";

    private final String kernel;
    private final Output output;

    GuestCheck(String kernel, Output output) {
        this.kernel = kernel;
        this.output = output;
    }

    /** @param obj an absolute path */
    List<LoadCheck> of(Path obj) {
        output.progress("bpf-iterator: checking " + obj.getFileName() + " on " + kernel);
        List<String> command = OwnCommand.on(kernel, Optional.of(obj), "--json", "check", obj.toString());
        try {
            return parse(ProgramRunner.run(new ProcessBuilder(command), LIMIT).output());
        } catch (IOException e) {
            throw Failure.failed(what()).because(e).exception();
        } catch (Overtime e) {
            throw e.failure().exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed(what()).because("it was interrupted").exception();
        }
    }

    private String what() {
        return "Cannot check the object on " + kernel;
    }

    /** The guest prints one line of JSON among lines about its start. */
    private List<LoadCheck> parse(String text) {
        output.log(text);
        Optional<String> result = text.lines()
                .filter(line -> line.startsWith("[") || line.startsWith("{"))
                .reduce((first, last) -> last);
        if (result.isEmpty()) {
            throw Failure.failed(what()).because(error(text)).exception();
        }
        try {
            if (result.get().startsWith("[")) {
                return LoadCheck.read(result.get());
            }
            throw Failure.failed(what())
                    .because(JsonParser.parseString(result.get())
                            .getAsJsonObject()
                            .get(ERROR)
                            .getAsString())
                    .exception();
        } catch (JsonParseException e) {
            throw Failure.failed(what()).because(e).exception();
        }
    }

    /** Returns the message of the error that is the last of some lines, or else all of them. */
    private static String error(String text) {
        int start = text.lastIndexOf(Output.ERROR);
        String message = start < 0 ? text : text.substring(start + Output.ERROR.length());
        return message.isBlank() ? "nothing was printed" : message.strip();
    }
}
