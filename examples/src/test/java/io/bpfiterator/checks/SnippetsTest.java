package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that each snippet in the README and users' Javadoc is part of an example, and so is compiled and run. */
class SnippetsTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path EXAMPLES = Path.of("src", "test", "java");
    private static final Path LIBRARY = Path.of("..", "extension", "src", "main", "java");

    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern INTERNAL =
            Pattern.compile("^package io\\.bpfiterator\\.internal\\.", Pattern.MULTILINE);
    private static final Pattern MARGIN = Pattern.compile("^ *\\* ?", Pattern.MULTILINE);

    static List<String> inTheReadme() {
        return snippets(IN_MARKDOWN, read(README)).toList();
    }

    static List<String> inTheJavadoc() {
        return javaFiles(LIBRARY)
                .filter(source -> !INTERNAL.matcher(source).find())
                .flatMap(source -> snippets(IN_JAVADOC, source))
                .map(snippet -> MARGIN.matcher(snippet).replaceAll(""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource({"inTheReadme", "inTheJavadoc"})
    void a_snippet_is_part_of_an_example(String snippet) {
        String examples = javaFiles(EXAMPLES).map(SnippetsTest::withoutSpace).collect(Collectors.joining("\n"));
        assertThat(examples).contains(withoutSpace(snippet));
    }

    private static Stream<String> snippets(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static Stream<String> javaFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(SnippetsTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
