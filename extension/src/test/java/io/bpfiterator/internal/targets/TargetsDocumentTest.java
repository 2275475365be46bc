// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about iterator targets has the table of the code, and a section for each target. */
class TargetsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "targets.md");
    private static final Path GENERATED = Path.of("target", "targets.md");

    @Test
    void the_table_matches_the_code() throws Exception {
        Files.writeString(GENERATED, table());

        assertThat(TextFiles.read(DOCUMENT))
                .as("the table is generated; copy it from extension/" + GENERATED)
                .contains(table());
    }

    @Test
    void each_target_has_a_section() {
        assertThat(TextFiles.read(DOCUMENT).lines().filter(line -> line.startsWith("### ")))
                .containsExactlyElementsOf(
                        Target.names().stream().map(name -> "### " + name).toList());
    }

    private static String table() {
        return "| Target | Linux | Kernel option | Attached with | Sleepable |\n| --- | --- | --- | --- | --- |\n"
                + Stream.of(Target.values())
                        .map(TargetsDocumentTest::row)
                        .sorted()
                        .collect(joining());
    }

    private static String row(Target target) {
        return "| [`%s`](#%s) | %s | `%s` | %s | %s |%n"
                .formatted(
                        target.targetName(),
                        target.targetName(),
                        target.since(),
                        target.option().replaceFirst(" .*", ""),
                        attachedWith(target),
                        target.runsSleepable() ? "yes" : "");
    }

    private static String attachedWith(Target target) {
        if (!target.mapTypes().isEmpty()) {
            return target.mapTypes().stream()
                    .map(type -> "`" + type.name().toLowerCase(java.util.Locale.ROOT) + "`")
                    .collect(joining(", ", "a map: ", ""));
        }
        return target.parameter()
                .map(parameter -> parameter == Parameter.CGROUP ? "a cgroup and an order" : "optionally, a task")
                .orElse("");
    }
}
