// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.libbpf.LibbpfVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Prints the output of the command, as text or as JSON. */
final class Output {

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Json {
        void writeTo(JsonWriter writer) throws IOException;
    }

    /** What a message to standard error begins with. */
    static final String ERROR = "Error: ";

    private static final int CHUNK = 1 << 16;

    private static final String INDENT = "    ";

    private final CommonOptions options;
    private final PrintStream out;
    private final PrintStream err;

    Output(CommonOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    boolean isDebug() {
        return options.isDebug();
    }

    boolean isJson() {
        return options.isJson();
    }

    /** Prints a result as text, or as JSON if an option requests it. */
    void result(String text, Json json) {
        if (options.isJson()) {
            print(json);
        } else {
            out.println(text);
        }
    }

    /** Prints a result as text, whatever the options. */
    void text(String text) {
        out.println(text);
    }

    /** Prints a result as JSON, whatever the options. */
    void json(Json json) {
        print(json);
    }

    /** Prints a long text as it is, or as one JSON string; ends early if nobody reads it any more. */
    void stream(InputStream text) throws IOException {
        if (options.isJson()) {
            String whole = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            print(writer -> writer.beginObject().name("output").value(whole).endObject());
            return;
        }
        byte[] chunk = new byte[CHUNK];
        for (int read = text.read(chunk); read >= 0 && !out.checkError(); read = text.read(chunk)) {
            out.write(chunk, 0, read);
        }
        out.flush();
    }

    /** Prints a line of progress to standard error. */
    void progress(String line) {
        err.println(line);
    }

    /** Prints an error as bpftool does: to standard error, or as JSON to standard output. */
    void failure(String message) {
        if (options.isJson()) {
            print(writer -> writer.beginObject().name("error").value(message).endObject());
        } else {
            err.println(ERROR + message);
        }
    }

    /** Prints a log to standard error, if an option requests it. */
    void log(String text) {
        if (isDebug()) {
            err.print(text);
        }
    }

    /** Prints a stack trace to standard error, if an option requests the log. */
    void trace(Exception e) {
        if (isDebug()) {
            e.printStackTrace(err);
        }
    }

    /** Prints the versions of this command and of libbpf, and returns the exit status. */
    int version() {
        String version = Optional.ofNullable(Output.class.getPackage().getImplementationVersion())
                .orElse("(not running from its jar)");
        Optional<String> libbpf = libbpf();
        result(
                "bpf-iterator " + version + System.lineSeparator() + "using libbpf " + libbpf.orElse("(not found)"),
                writer -> writer.beginObject()
                        .name("version")
                        .value(version)
                        .name("libbpf_version")
                        .value(libbpf.orElse(null))
                        .endObject());
        return ExitStatus.OK;
    }

    /** Returns the version of libbpf; empty if it is missing, for which {@code doctor} prints the remedy. */
    private static Optional<String> libbpf() {
        try {
            return Optional.of(LibbpfVersion.loaded().toString());
        } catch (DiagnosedException missing) {
            return Optional.empty();
        }
    }

    private void print(Json json) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setHtmlSafe(false);
            if (options.isPretty()) {
                writer.setIndent(INDENT);
            }
            json.writeTo(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
    }
}
