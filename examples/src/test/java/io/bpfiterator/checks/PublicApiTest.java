// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An example is what users copy, so it has only what the modules export. */
class PublicApiTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> EXAMPLES = List.of(
            "examples/src/test/java/io/bpfiterator/examples",
            "examples/quickstart",
            "examples/guides",
            "examples/modules");

    static Stream<Path> examples() {
        return EXAMPLES.stream().flatMap(directory -> sources(ROOT.resolve(directory)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_uses_no_internal_package(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).noneMatch(line -> line.matches(".*io\\.bpfiterator\\..*internal.*"));
    }

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
