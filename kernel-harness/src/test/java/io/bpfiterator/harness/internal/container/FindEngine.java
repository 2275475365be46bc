package io.bpfiterator.harness.internal.container;

import io.bpfiterator.failure.DiagnosedException;
import java.util.Optional;

/** Searches for an engine in a separate process, and prints the engine or the error. */
final class FindEngine {

    private FindEngine() {}

    public static void main(String[] arguments) {
        try (Engine engine = EngineSearch.find(Optional.of(arguments[0]).filter(name -> !name.equals("any")))) {
            System.out.println("found " + engine.name());
        } catch (DiagnosedException e) {
            System.out.println(e.isUnavailable() + " " + e.getMessage());
        }
    }
}
