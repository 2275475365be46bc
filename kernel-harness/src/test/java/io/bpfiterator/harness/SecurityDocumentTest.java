// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each statement about what environments may do to this machine names the class that tests it. */
class SecurityDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "security.md");

    /** All items but those that define an attacker. */
    private static final Pattern STATEMENT = Pattern.compile("(?m)^- (?!a \\*\\*).*$");

    private static final Pattern TESTED = Pattern.compile("- .*\\. <!-- (?<test>\\w+Test) -->");

    static List<String> statements() throws IOException {
        return STATEMENT
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(result -> result.group())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void each_statement_names_its_test(String statement) throws IOException {
        Matcher tested = TESTED.matcher(statement);
        assertThat(tested.matches()).as(statement).isTrue();
        String test = tested.group("test") + ".java";
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
            assertThat(sources.filter(source -> source.endsWith(test)).toList())
                    .as(test)
                    .singleElement()
                    .satisfies(source -> assertThat(Files.readString(source)).containsPattern("@(Parameterized)?Test"));
        }
    }

    @Test
    void there_are_statements() throws IOException {
        assertThat(statements()).hasSizeGreaterThan(15);
    }
}
