// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.failure.DiagnosedException;
import java.util.Optional;
import java.util.function.Supplier;

/** Searches for an engine, also in a separate process, and describes the engine or the error. */
final class FindEngine {

    private FindEngine() {}

    public static void main(String[] arguments) {
        System.out.println(
                result(() -> EngineSearch.find(Optional.of(arguments[0]).filter(name -> !name.equals("any")))));
    }

    /** Searches, and describes the engine or the error. */
    static String result(Supplier<Engine> search) {
        try (Engine engine = search.get()) {
            return "found " + engine.name();
        } catch (DiagnosedException e) {
            return e.isUnavailable() + " " + e.getMessage();
        }
    }
}
