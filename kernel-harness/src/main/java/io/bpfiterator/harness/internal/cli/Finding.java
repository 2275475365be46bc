// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.failure.DiagnosedException;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Holds the result of one check of this machine.
 *
 * @param subject the subject of the check
 * @param needed whether iterators cannot run without it
 * @param found whether this machine has it
 * @param message what was found, or what is missing and what to do about it
 */
record Finding(String subject, boolean needed, boolean found, String message) {

    /**
     * Checks for something that iterators cannot run without.
     *
     * @param check returns what it found, or throws a {@link DiagnosedException}
     */
    static Finding required(String subject, Supplier<String> check) {
        return of(subject, true, check);
    }

    /**
     * Checks for something that only some uses require.
     *
     * @param check returns what it found, or throws a {@link DiagnosedException}
     */
    static Finding optional(String subject, Supplier<String> check) {
        return of(subject, false, check);
    }

    private static Finding of(String subject, boolean needed, Supplier<String> check) {
        try {
            return new Finding(subject, needed, true, check.get());
        } catch (DiagnosedException missing) {
            return new Finding(subject, needed, false, missing.getMessage());
        }
    }

    /** Returns whether iterators cannot run because of this finding. */
    boolean isBlocking() {
        return needed && !found;
    }

    String line() {
        return String.format("%-8s %-10s %s", found ? "ok" : needed ? "missing" : "absent", subject, message);
    }

    void writeTo(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("subject").value(subject);
        json.name("found").value(found);
        json.name("needed").value(needed);
        json.name("message").value(message);
        json.endObject();
    }
}
