// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's text is plain technical English, in lines of at most 120 characters and short Java files. */
class ProseTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int MAX_LINE = 120;
    private static final int MAX_JAVA_LINES = 400;
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"\\n.*?\"\"\"", Pattern.DOTALL);

    private static final Set<String> ENDINGS = Set.of("java", "md", "js", "css", "html", "sh", "c", "h", "yml", "xml");
    private static final Set<String> SKIPPED_DIRECTORIES = Set.of("target", ".git", "node_modules");

    /** Phrases that a reader must decode, and what to write instead. Each begins a word; blanks match line breaks. */
    private static final Map<String, String> PHRASES = new TreeMap<>(Map.ofEntries(
            Map.entry("be had\\b", "is not available, cannot create"),
            Map.entry("there (is|are) none\\b", "does not exist"),
            Map.entry("for want of\\b", "because … is missing"),
            Map.entry("(go|goes|going|went) on from\\b", "resumes from"),
            Map.entry("can't\\b|can not\\b", "cannot"),
            Map.entry("out of sight\\b", "cannot determine"),
            Map.entry("(not|un)foreseen\\b", "internal error"),
            Map.entry("please tell\\b", "please file an issue"),
            Map.entry("mend(s|ed|ing)?\\b", "fix"),
            Map.entry("(both|as well|else|it) do(es)? (too|both)\\b|both do\\b", "both are supported"),
            Map.entry("(some|no)body else\\b", "another process"),
            Map.entry("tells (whether|why|which|where|how|that|what)\\b", "returns, reports, shows, says"),
            Map.entry("(?<!\\bthere\\s)(is|are|was|were) no (?!longer|more\\b|matter|less\\b)[a-z]", "is not a …"),
            Map.entry("its processor is had\\b", "KVM, or TCG (emulation)"),
            Map.entry("made of it\\b", "produced by"),
            Map.entry("be told apart\\b|tells? .{1,20} apart\\b", "distinguish"),
            Map.entry("in vain\\b", "without success"),
            Map.entry("but for\\b|save for\\b", "except")));

    @Test
    void has_no_phrase_that_must_be_decoded() {
        Map<Pattern, String> phrases = PHRASES.entrySet().stream()
                .collect(Collectors.toMap(entry -> pattern(entry.getKey()), Map.Entry::getValue));
        // One pass for all phrases is many times faster than one for each.
        Pattern any = pattern(String.join("|", PHRASES.keySet()));
        Map<String, String> found = new TreeMap<>();
        files().forEach(file -> {
            String text = read(file);
            if (any.matcher(text).find()) {
                phrases.forEach((phrase, instead) -> phrase.matcher(text)
                        .results()
                        .forEach(match -> found.put(
                                place(file, lineOf(text, match)), "\"" + match.group() + "\"; write: " + instead)));
            }
        });
        assertThat(found).isEmpty();
    }

    private static Pattern pattern(String phrase) {
        return Pattern.compile("\\b(?:" + phrase.replace(" ", "[\\s*/#]+") + ")", Pattern.CASE_INSENSITIVE);
    }

    @Test
    void has_no_long_line() {
        assertThat(files().filter(file -> !file.toString().endsWith(".md")).flatMap(ProseTest::longLines))
                .isEmpty();
    }

    /** Tables and commands of Markdown cannot be wrapped. */
    @Test
    void has_no_long_line_of_prose_in_markdown() {
        assertThat(files().filter(file -> file.toString().endsWith(".md"))
                        .flatMap(ProseTest::longLines)
                        .filter(line -> !line.contains(": |") && !line.contains(": sudo ")))
                .isEmpty();
    }

    /** A longer class, or test class, has more than one subject. */
    @Test
    void has_no_long_java_file() {
        assertThat(files().filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> read(file).lines().count() > MAX_JAVA_LINES))
                .isEmpty();
    }

    private static Stream<String> longLines(Path file) {
        // A text block holds output as it is.
        List<String> lines = TEXT_BLOCK
                .matcher(read(file))
                .replaceAll(block -> "\n".repeat((int) block.group().lines().count() - 1))
                .lines()
                .toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).length() > MAX_LINE)
                .mapToObj(i -> place(file, i + 1) + ": " + lines.get(i).strip());
    }

    private static int lineOf(String text, MatchResult match) {
        return (int) text.substring(0, match.start()).lines().count() + 1;
    }

    private static String place(Path file, int line) {
        return ROOT.relativize(file) + ":" + line;
    }

    private static Stream<Path> files() {
        return below(ROOT)
                .filter(ProseTest::isText)
                .filter(file -> IntStream.range(0, ROOT.relativize(file).getNameCount())
                        .mapToObj(i -> ROOT.relativize(file).getName(i).toString())
                        .noneMatch(SKIPPED_DIRECTORIES::contains))
                .filter(file -> !file.endsWith("ProseTest.java"));
    }

    /** Returns whether a file has one of the endings, or is a script, which has none. */
    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".")
                ? ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                : file.getParent().endsWith("scripts") || file.getParent().endsWith(".ci");
    }
}
