// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Selects the tests that the running kernel could not run, so that the harness runs them on another kernel. Writes a
 * file of Surefire's include patterns for each module.
 */
final class CarriedTests {

    /** Surefire runs all tests if the file is empty. */
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

    /**
     * Returns patterns without parameters, which Surefire does not support; a pattern of a class omits nested classes.
     */
    private static Stream<String> patterns(String test) {
        return test.contains("#") ? Stream.of(test.replaceFirst("[(\\[].*", "")) : Stream.of(test, test + "$*");
    }
}
