package io.bpfiterator.harness.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;

/** Writes reports as JSON, and reads nothing else. */
final class ReportJson {

    private static final String FORMAT = "bpf-iterator report";
    private static final int VERSION = 1;

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
            .create();

    /** What a file begins with. */
    private record Head(String format, int version) {}

    private ReportJson() {}

    static String write(Report report) {
        JsonObject json = GSON.toJsonTree(new Head(FORMAT, VERSION)).getAsJsonObject();
        GSON.toJsonTree(report).getAsJsonObject().asMap().forEach(json::add);
        return GSON.toJson(json);
    }

    /**
     * Reads a report.
     *
     * @param source what the text is, for the message of an exception
     * @throws EnvironmentException if it is none, or of another version
     */
    static Report read(String text, String source) {
        try {
            JsonElement json = parse(text);
            requireFormat(json, source);
            return GSON.fromJson(json, Report.class);
        } catch (IOException | JsonParseException e) {
            throw new EnvironmentException(source + " is no report of bpf-iterator: " + firstLine(e), e);
        } catch (DiagnosedException e) {
            throw e;
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor refuses.
            Throwable refusal = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            throw new EnvironmentException(source + " is a broken report: " + refusal.getMessage(), e);
        }
    }

    /** Tells whether a text says that it is a report, of whatever version. */
    static boolean isReport(String text) {
        try {
            return hasFormat(parse(text));
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }

    private static JsonElement parse(String text) throws IOException {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement json = JsonParser.parseReader(reader);
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("something follows its end");
        }
        return json;
    }

    private static boolean hasFormat(JsonElement json) {
        return json instanceof JsonObject object && new JsonPrimitive(FORMAT).equals(object.get("format"));
    }

    private static void requireFormat(JsonElement json, String source) {
        if (!hasFormat(json)) {
            throw new EnvironmentException(
                    source + " is no report of bpf-iterator: its \"format\" is not \"" + FORMAT + "\"");
        }
        JsonElement version = json.getAsJsonObject().get("version");
        if (!new JsonPrimitive(VERSION).equals(version)) {
            throw new EnvironmentException(source + " is a report of version " + version
                    + ", and this bpf-iterator knows version " + VERSION + "; use the bpf-iterator that wrote it");
        }
    }

    /** Gson's messages have an address on their second line. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^[\\w.]+Exception: ", "");
    }

    private static final class InstantAdapter extends TypeAdapter<Instant> {

        @Override
        public void write(JsonWriter writer, Instant value) throws IOException {
            writer.value(value.toString());
        }

        @Override
        public Instant read(JsonReader reader) throws IOException {
            String text = reader.nextString();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new JsonParseException("\"" + text + "\" is no time as in 2026-01-31T12:00:00Z", e);
            }
        }
    }
}
