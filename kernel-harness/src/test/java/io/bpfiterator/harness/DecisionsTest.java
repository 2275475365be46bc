// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decisions have one form, and the index lists them. */
class DecisionsTest {

    private static final Path DIRECTORY = Path.of("..", "docs", "decisions");

    private static final Pattern HEAD = Pattern.compile(
            "# (?<number>\\d{4}): (?<title>.+)\\n\\nStatus: (?<status>accepted|superseded by \\d{4})\\n\\n"
                    + "Date: (?<date>\\d{4}-\\d\\d-\\d\\d)\\n\\n## Context\\n");

    static List<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void each_has_a_head_and_the_same_sections(Path decision) throws IOException {
        assertThat(headOf(decision).group("number"))
                .isEqualTo(decision.getFileName().toString().substring(0, 4));
        assertThat(Files.readAllLines(decision).stream().filter(line -> line.startsWith("## ")))
                .containsExactly("## Context", "## Decision", "## Rejected");
    }

    @Test
    void the_index_lists_all() throws IOException {
        assertThat(decisions()).isNotEmpty();
        String rows = decisions().stream().map(DecisionsTest::row).collect(Collectors.joining());

        assertThat(Files.readString(DIRECTORY.resolve("README.md"))).endsWith("|\n" + rows);
    }

    private static String row(Path decision) {
        Matcher head = headOf(decision);
        return "| [%s](%s) | %s | %s | %s |%n"
                .formatted(
                        head.group("number"),
                        decision.getFileName(),
                        head.group("title"),
                        head.group("status"),
                        head.group("date"));
    }

    private static Matcher headOf(Path decision) {
        try {
            Matcher head = HEAD.matcher(Files.readString(decision));
            assertThat(head.lookingAt())
                    .as("%s begins with title, status, date, context", decision)
                    .isTrue();
            return head;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
