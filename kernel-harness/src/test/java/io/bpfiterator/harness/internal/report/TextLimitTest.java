// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextLimitTest {

    @Test
    void keeps_a_text_of_64_KiB() {
        String text = "x".repeat(64 * 1024);

        assertThat(new TextLimit().cut(text)).isEqualTo(text);
    }

    @Test
    void cuts_the_middle_of_a_longer_text_and_says_so() {
        String text = "first" + "x".repeat(64 * 1024) + "last";

        assertThat(new TextLimit().cut(text))
                .startsWith("first")
                .contains("x\n… 9 characters are left out here …\nx")
                .endsWith("last");
    }

    @Test
    void splits_no_surrogate_pair() {
        String bees = "🐝".repeat(64 * 1024);

        for (String text : new String[] {bees, "x" + bees}) {
            String cut = new TextLimit().cut(text);
            assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(cut);
        }
    }

    @Test
    void keeps_1_KiB_of_each_text_over_the_budget() {
        TextLimit limit = new TextLimit(100_000);

        assertThat(limit.cut("x".repeat(60_000))).hasSize(60_000);
        assertThat(limit.cut("x".repeat(60_000)))
                .hasSizeLessThan(1100)
                .contains("… 58976 characters are left out here …");
        assertThat(limit.cut("x".repeat(1000))).hasSize(1000);
    }

    @Test
    void keeps_nothing_over_twice_the_budget() {
        TextLimit limit = new TextLimit(10_000);

        for (int i = 0; i < 201; i++) {
            assertThat(limit.isExhausted()).isFalse();
            assertThat(limit.cut("x")).isEqualTo("x");
        }

        assertThat(limit.isExhausted()).isTrue();
        assertThat(limit.cut("y")).isEqualTo("(This text is left out, since the report has too much text already.)");
    }
}
