// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

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

    private static final String CODE = Stream.of("extension", "kernel-harness")
            .flatMap(module -> below(ROOT.resolve(module).resolve("src/main/java"), ".java"))
            .map(source -> CONCATENATION.matcher(read(source)).replaceAll("").replace("\\\"", "\""))
            .collect(Collectors.joining("\n"));

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
        assertThat(Stream.of(message.split("…"))
                        .map(part -> part.replaceFirst("^:", "").strip()))
                .filteredOn(part -> part.length() > 2)
                .allSatisfy(part -> assertThat(CODE.contains(part)).as(part).isTrue());
    }
}
