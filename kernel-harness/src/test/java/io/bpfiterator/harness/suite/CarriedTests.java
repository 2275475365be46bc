package io.bpfiterator.harness.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses the tests that the running kernel could not run, which the harness then runs on another kernel: writes a file
 * of Surefire's include patterns for each module.
 */
final class CarriedTests {

    /** An empty file would stand for all tests. */
    private static final String NONE = "no.such.Test";

    private CarriedTests() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        List<TestResult> results = new SuiteReports(root).results();
        Path directory = Files.createDirectories(root.resolve(SuiteReports.CARRIED));
        for (String module : List.of("extension", "kernel-harness")) {
            Files.write(directory.resolve(module + ".txt"), patterns(module, results));
        }
    }

    static List<String> patterns(String module, List<TestResult> results) {
        List<String> patterns = results.stream()
                .filter(result -> result.module().equals(module))
                .filter(TestResult::isForAnotherKernel)
                .flatMap(result -> patterns(result.test()))
                .distinct()
                .toList();
        return patterns.isEmpty() ? List.of(NONE) : patterns;
    }

    /** Surefire knows methods by their names alone, and does not count a nested class as part of the outer one. */
    private static Stream<String> patterns(String test) {
        return test.contains("#") ? Stream.of(test.replaceFirst("[(\\[].*", "")) : Stream.of(test, test + "$*");
    }
}
