// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.exception.DockerException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.util.Optional;

/** Creates the exceptions for errors that an engine returns. */
final class EngineFailure {

    private EngineFailure() {}

    /**
     * Returns the exception for an error without a more specific remedy.
     *
     * @param what what the engine cannot do, such as {@code "cannot build the image x"}
     */
    static EnvironmentException of(Engine engine, String what, Exception cause) {
        return Failure.absent(engine.name() + " " + what)
                .because(message(cause))
                .remedy("Fix the reported problem, or choose another engine with " + ContainerParameters.ENGINE)
                .causedBy(cause)
                .exception(EnvironmentException::new);
    }

    /**
     * Returns the message of an error in one line: the engine's own, without the JSON around it, or the system's if the
     * connection was lost.
     */
    static String message(Throwable failure) {
        if (failure.getCause() instanceof IOException lost) {
            return "the connection was lost (" + CauseText.of(lost) + ")";
        }
        String message = Optional.ofNullable(failure.getMessage()).orElseGet(() -> CauseText.of(failure));
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
