package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

    /** Phrases that a reader must decode, and what to write instead. A blank also stands for a line break. */
    private static final Map<String, String> PHRASES = new TreeMap<>(Map.ofEntries(
            Map.entry("\\bbe had\\b", "is not available, cannot create"),
            Map.entry("\\bthere (is|are) none\\b", "does not exist"),
            Map.entry("\\bfor want of\\b", "because … is missing; was killed by the OOM killer"),
            Map.entry("\\b(go|goes|going|went) on from\\b", "resumes from"),
            Map.entry("\\bcan't\\b|\\bcan not\\b", "cannot"),
            Map.entry("\\bout of sight\\b", "cannot determine"),
            Map.entry("\\b(not|un)foreseen\\b", "internal error"),
            Map.entry("\\bplease tell\\b", "please file an issue"),
            Map.entry("\\bmend(s|ed|ing)?\\b", "fix"),
            Map.entry("\\b(both|as well|else|it) do(es)? (too|both)\\b|\\bboth do\\b", "both are supported"),
            Map.entry("\\b(some|no)body else\\b", "another process"),
            Map.entry("\\btells (whether|why|which|where|how|that|what)\\b", "returns, reports, shows, says"),
            Map.entry("(?<!\\bthere\\s)\\b(is|are|was|were) no (?!longer|more\\b|matter|less\\b)[a-z]", "is not a …"),
            Map.entry("\\bits processor is had\\b", "KVM, or TCG (emulation)"),
            Map.entry("\\bmade of it\\b", "produced by"),
            Map.entry("\\bbe told apart\\b|\\btells? .{1,20} apart\\b", "distinguish"),
            Map.entry("\\bin vain\\b", "without success"),
            Map.entry("\\bbut for\\b|\\bsave for\\b", "except")));

    @Test
    void has_no_phrase_that_must_be_decoded() {
        Map<String, String> found = new TreeMap<>();
        files().forEach(file -> {
            String text = read(file);
            PHRASES.forEach(
                    (phrase, instead) -> Pattern.compile(phrase.replace(" ", "[\\s*/#]+"), Pattern.CASE_INSENSITIVE)
                            .matcher(text)
                            .results()
                            .forEach(match -> found.put(
                                    place(file, lineOf(text, match)), "\"" + match.group() + "\"; write: " + instead)));
        });
        assertThat(found).isEmpty();
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
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(file -> Files.isRegularFile(file) && isText(file))
                    .filter(file -> IntStream.range(0, ROOT.relativize(file).getNameCount())
                            .mapToObj(i -> ROOT.relativize(file).getName(i).toString())
                            .noneMatch(SKIPPED_DIRECTORIES::contains))
                    .filter(file -> !file.endsWith("ProseTest.java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a file has one of the endings, or is a script, which has none. */
    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".")
                ? ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                : file.getParent().endsWith("scripts") || file.getParent().endsWith(".ci");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
