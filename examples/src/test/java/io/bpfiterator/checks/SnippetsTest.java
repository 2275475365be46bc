// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.TextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each snippet in the documentation and in users' Javadoc is part of an example, and so is compiled and run. */
class SnippetsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path README = ROOT.resolve("README.md");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path LIBRARY = ROOT.resolve("extension/src/main/java");
    private static final List<Path> EXAMPLES = Stream.of(
                    "examples/src/test", "examples/quickstart/src", "examples/guides", "examples/modules")
            .map(ROOT::resolve)
            .toList();

    private static final Pattern IN_MARKDOWN = Pattern.compile("```(?:java|c)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("^ *\\* ?", Pattern.MULTILINE);

    static List<String> inTheDocumentation() {
        return Stream.concat(Stream.of(README), below(DOCS, ".md"))
                .flatMap(page -> snippets(IN_MARKDOWN, read(page)))
                .toList();
    }

    static List<String> inTheJavadoc() {
        return below(LIBRARY, ".java")
                .filter(source -> !source.toString().contains("/internal/"))
                .flatMap(source -> snippets(IN_JAVADOC, read(source)))
                .map(snippet -> MARGIN.matcher(snippet).replaceAll(""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource({"inTheDocumentation", "inTheJavadoc"})
    void a_snippet_is_part_of_an_example(String snippet) {
        String examples = EXAMPLES.stream()
                .flatMap(directory -> Stream.concat(below(directory, ".java"), below(directory, ".c")))
                .map(TextFiles::read)
                .map(SnippetsTest::withoutSpace)
                .collect(Collectors.joining("\n"));
        assertThat(examples).contains(withoutSpace(snippet));
    }

    private static Stream<String> snippets(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
