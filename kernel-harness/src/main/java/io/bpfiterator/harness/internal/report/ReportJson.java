// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Platform;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes reports as JSON and reads them. */
final class ReportJson {

    private static final String FORMAT = "bpf-iterator report";
    private static final int VERSION = 1;

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
            .registerTypeAdapter(Environment.class, new EnvironmentAdapter())
            .create();

    /** The first members of a file. */
    private record Head(String format, int version) {}

    private ReportJson() {}

    static String write(Report report) {
        return GSON.toJson(tree(report));
    }

    /** Returns a report as its page reads it, which is the same if no environment has coverage. */
    static String writeForPage(Report report) {
        List<Environment> withoutCoverage = report.environments().stream()
                .map(environment -> environment.withCoverage(null))
                .toList();
        JsonObject json = tree(new Report(report.created(), withoutCoverage, report.tests()));
        PageCoverage.of(report).ifPresent(coverage -> json.add("coverage", GSON.toJsonTree(coverage)));
        return GSON.toJson(json);
    }

    private static JsonObject tree(Report report) {
        JsonObject json = GSON.toJsonTree(new Head(FORMAT, VERSION)).getAsJsonObject();
        GSON.toJsonTree(report).getAsJsonObject().asMap().forEach(json::add);
        if (report.sources().isEmpty()) {
            json.remove("sources");
        }
        return json;
    }

    /**
     * Reads a report.
     *
     * @param source names the text in exceptions
     * @throws EnvironmentException if the text is not a valid report, or has another version
     */
    static Report read(String text, String source) {
        try {
            JsonElement json = parse(text);
            requireFormat(json, source);
            return GSON.fromJson(json, Report.class);
        } catch (IOException | JsonParseException e) {
            throw unreadable(source, firstLine(e), e);
        } catch (DiagnosedException e) {
            throw e;
        } catch (RuntimeException e) {
            // Gson wraps an exception of a record's constructor.
            Throwable refusal = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            throw unreadable(source, String.valueOf(refusal.getMessage()), e);
        }
    }

    /** Returns whether a text declares itself a report, of any version. */
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
            throw new IOException("text follows the end of the JSON");
        }
        return json;
    }

    private static boolean hasFormat(JsonElement json) {
        return json instanceof JsonObject object && new JsonPrimitive(FORMAT).equals(object.get("format"));
    }

    private static void requireFormat(JsonElement json, String source) {
        if (!hasFormat(json)) {
            throw unreadable(source, "its \"format\" is not \"" + FORMAT + "\"", null);
        }
        JsonElement version = json.getAsJsonObject().get("version");
        if (!new JsonPrimitive(VERSION).equals(version)) {
            throw Failure.invalid("Cannot read the report " + source)
                    .because("its version is " + version + ", and this bpf-iterator supports version " + VERSION)
                    .remedy("Use the version of bpf-iterator that wrote it")
                    .exception(EnvironmentException::new);
        }
    }

    private static EnvironmentException unreadable(String source, String cause, @Nullable Exception thrown) {
        Failure failure = Failure.invalid("Cannot read the report " + source)
                .because(cause)
                .remedy("Name an unchanged report.json of a run with bpf-iterator");
        return (thrown == null ? failure : failure.causedBy(thrown)).exception(EnvironmentException::new);
    }

    /** Returns the first line of Gson's message; the second one is a link, and one text is advice for programmers. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^[\\w.]+Exception: ", "")
                .replace("Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON", "malformed JSON");
    }

    /** Stores the members of the platform in the object of the environment. */
    private static final class EnvironmentAdapter
            implements JsonSerializer<Environment>, JsonDeserializer<Environment> {

        @Override
        public JsonElement serialize(Environment environment, Type type, JsonSerializationContext context) {
            JsonObject json = new JsonObject();
            json.addProperty("name", environment.name());
            context.serialize(environment.platform()).getAsJsonObject().asMap().forEach(json::add);
            if (environment.platform().details().isEmpty()) {
                json.remove("details");
            }
            json.addProperty("startMilliseconds", environment.startMilliseconds());
            json.addProperty("console", environment.console());
            json.addProperty("failure", environment.failure());
            json.add("coverage", context.serialize(environment.coverage()));
            json.add("figures", context.serialize(environment.figures()));
            return json;
        }

        @Override
        public Environment deserialize(JsonElement element, Type type, JsonDeserializationContext context) {
            JsonObject json = element.getAsJsonObject();
            return new Environment(
                    context.deserialize(json.get("name"), String.class),
                    context.deserialize(json, Platform.class),
                    context.deserialize(json.get("startMilliseconds"), Long.class),
                    context.deserialize(json.get("console"), String.class),
                    context.deserialize(json.get("failure"), String.class),
                    context.deserialize(json.get("coverage"), MeasuredCoverage.class),
                    context.deserialize(json.get("figures"), MeasuredFigures.class));
        }
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
                throw new JsonParseException("\"" + text + "\" is not a time such as 2026-01-31T12:00:00Z", e);
            }
        }
    }
}
