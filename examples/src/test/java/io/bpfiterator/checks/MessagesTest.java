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

/** The messages in the documentation are those of the code. */
class MessagesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern ROW = Pattern.compile("^\\| (.*?) \\|", Pattern.MULTILINE);
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    static List<String> messages() {
        return ROW.matcher(read(ROOT.resolve("docs/messages.md")))
                .results()
                .map(row -> row.group(1))
                .filter(message -> !message.equals("Message") && !message.startsWith("---"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void is_in_the_code(String message) {
        String code = Stream.of("extension", "kernel-harness")
                .flatMap(module -> sources(ROOT.resolve(module).resolve("src/main/java")))
                .map(source -> CONCATENATION.matcher(source).replaceAll("").replace("\\\"", "\""))
                .collect(Collectors.joining("\n"));
        assertThat(Stream.of(message.split("…"))
                        .map(part -> part.replaceFirst("^:", "").strip()))
                .filteredOn(part -> part.length() > 2)
                .allSatisfy(part -> assertThat(code.contains(part)).as(part).isTrue());
    }

    private static Stream<String> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(MessagesTest::read).toList().stream();
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
