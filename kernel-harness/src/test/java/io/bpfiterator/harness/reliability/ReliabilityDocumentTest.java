// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The document has the figures of each measurement, and the command that measures them. */
class ReliabilityDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reliability.md");

    @ParameterizedTest
    @EnumSource(Measurement.class)
    void has_a_row_for_each_measurement(Measurement measurement) throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .containsPattern(
                        "(?m)^\\| [^|]+ \\| [^|]*\\d[^|]* \\| `scripts/reliability " + measurement.label() + "` \\|$");
    }
}
