// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes inside tests that other tests run, often because they fail. */
class FixtureNamesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A nested static class with a name that Surefire takes for a test's, as in {@code -Dtest='*Test'}. */
    private static final Pattern LIKE_A_TEST = Pattern.compile(
            "^ +[a-z ]*static [a-z ]*class (Test\\w*|\\w+(?:Test|Tests|TestCase))\\b", Pattern.MULTILINE);

    @Test
    void are_unlike_those_of_tests() throws IOException {
        List<String> alike = new ArrayList<>();
        for (String module : List.of("extension", "kernel-harness", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    Matcher classes = LIKE_A_TEST.matcher(Files.readString(file));
                    while (classes.find()) {
                        alike.add(file.getFileName() + ": " + classes.group(1));
                    }
                }
            }
        }
        assertThat(alike).isEmpty();
    }
}
