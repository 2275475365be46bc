package io.bpfiterator.harness.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.object.LibbpfVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What the command prints, in words or in JSON. */
final class Output {

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Json {
        void writeTo(JsonWriter writer) throws IOException;
    }

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

    /** Prints a result, in the form that was asked for. */
    void result(String text, Json json) {
        if (options.isJson()) {
            print(json);
        } else {
            out.println(text);
        }
    }

    /** Prints a result that is JSON whatever was asked for. */
    void json(Json json) {
        print(json);
    }

    /** Says on standard error what takes a while. */
    void progress(String line) {
        err.println(line);
    }

    /** Prints an error as bpftool does: on standard error, or as JSON on standard output. */
    void failure(String sentence) {
        if (options.isJson()) {
            print(writer -> writer.beginObject().name("error").value(sentence).endObject());
        } else {
            err.println("Error: " + sentence);
        }
    }

    /** Prints a log of libbpf's on standard error, if that was asked for. */
    void log(String text) {
        if (isDebug()) {
            err.print(text);
        }
    }

    /** Prints a stack trace on standard error, if the log was asked for. */
    void trace(Exception e) {
        if (isDebug()) {
            e.printStackTrace(err);
        }
    }

    /** Prints the versions of this command and of libbpf, and returns the exit status. */
    int version() {
        String version = Optional.ofNullable(Output.class.getPackage().getImplementationVersion())
                .orElse("(not from its jar)");
        Optional<String> libbpf = libbpf();
        result(
                "bpf-iterator " + version + System.lineSeparator() + "using libbpf " + libbpf.orElse("(none found)"),
                writer -> writer.beginObject()
                        .name("version")
                        .value(version)
                        .name("libbpf_version")
                        .value(libbpf.orElse(null))
                        .endObject());
        return ExitStatus.OK;
    }

    /** The version can be told where libbpf is missing; {@code doctor} says what to do about it. */
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
