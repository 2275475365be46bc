package io.bpfiterator.harness.container;

import io.bpfiterator.failure.DiagnosedException;
import java.util.Optional;

/** Looks for an engine in surroundings of a process's own, and prints which it found or why none. */
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
