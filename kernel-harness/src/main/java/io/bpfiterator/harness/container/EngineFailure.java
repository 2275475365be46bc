package io.bpfiterator.harness.container;

import com.github.dockerjava.api.exception.DockerException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.util.Optional;

/** What an engine says when it will not do something, in one sentence. */
final class Refusal {

    private Refusal() {}

    /** Makes an exception of a refusal that nothing better can be said about. */
    static EnvironmentException of(Engine engine, String what, Exception cause) {
        return EnvironmentException.unavailable(
                engine.name() + " " + what + ": " + words(cause) + "; mend what it says, or name another engine with "
                        + ContainerParameters.ENGINE,
                cause);
    }

    /** Returns an engine's own words, without the JSON they come in, or the system's if the engine is gone. */
    static String words(Throwable failure) {
        if (failure.getCause() instanceof IOException lost) {
            return "the connection to it is lost (" + lost.getMessage() + ")";
        }
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        if (failure instanceof DockerException) {
            int json = message.indexOf('{');
            if (json >= 0) {
                message = inJson(message.substring(json)).orElse(message);
            }
        }
        return message.strip().replaceAll("\\s*\\R\\s*", ", ");
    }

    private static Optional<String> inJson(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            return element instanceof JsonObject object && object.has("message")
                    ? Optional.of(object.get("message").getAsString())
                    : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
