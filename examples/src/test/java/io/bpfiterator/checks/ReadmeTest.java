package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every snippet of Java in the README stands in an example, to the letter: what is shown is compiled and run. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path EXAMPLES = Path.of("src", "test", "java");
    private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static List<String> sources;

    @BeforeAll
    static void readExamples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::read)
                    .toList();
        }
    }

    static List<String> snippets() {
        return SNIPPET.matcher(read(README))
                .results()
                .map((MatchResult snippet) -> snippet.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void the_snippet_is_part_of_an_example(String snippet) {
        assertThat(sources).anyMatch(source -> source.contains(snippet.stripTrailing()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
