// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documented table has the actions and capabilities that {@link PrivilegesTest} tests. */
class PrivilegesDocumentTest {

    @Test
    void has_the_tested_actions_with_their_capabilities() throws Exception {
        assertThat(Files.readAllLines(Path.of("..", "docs", "privileges.md")))
                .filteredOn(line -> line.startsWith("| ") && line.contains(" | ") && !line.startsWith("| To "))
                .filteredOn(line -> !line.startsWith("| ---"))
                .containsExactlyElementsOf(Arrays.stream(PrivilegedAction.values())
                        .map(PrivilegesDocumentTest::row)
                        .toList());
    }

    private static String row(PrivilegedAction action) {
        String capabilities = action.capabilities().isEmpty()
                ? "none"
                : action.capabilities().stream()
                        .map(capability -> "`" + capability + "`")
                        .collect(Collectors.joining(", "));
        return "| " + action.description() + " | " + capabilities + " |";
    }
}
