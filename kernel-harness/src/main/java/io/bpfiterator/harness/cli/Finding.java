package io.bpfiterator.harness.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * What one question to this machine was answered.
 *
 * @param subject what was asked for
 * @param needed whether iterators can't run without it
 * @param found whether it is there
 * @param words what was found, or what is missing and what to do about it
 */
record Finding(String subject, boolean needed, boolean found, String words) {

    /** Asks for what iterators can't run without; the question fails where it is missing. */
    static Finding needed(String subject, Supplier<String> question) {
        return of(subject, true, question);
    }

    /** Asks for what only some uses take. */
    static Finding useful(String subject, Supplier<String> question) {
        return of(subject, false, question);
    }

    private static Finding of(String subject, boolean needed, Supplier<String> question) {
        try {
            return new Finding(subject, needed, true, question.get());
        } catch (DiagnosedException missing) {
            return new Finding(subject, needed, false, missing.getMessage());
        }
    }

    boolean isInTheWay() {
        return needed && !found;
    }

    String line() {
        return String.format("%-8s %-10s %s", found ? "ok" : needed ? "missing" : "absent", subject, words);
    }

    void writeTo(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("subject").value(subject);
        json.name("found").value(found);
        json.name("needed").value(needed);
        json.name("words").value(words);
        json.endObject();
    }
}
