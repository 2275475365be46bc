package io.bpfiterator.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextLimitTest {

    @Test
    void a_text_of_64_KiB_is_kept() {
        String text = "x".repeat(64 * 1024);

        assertThat(new TextLimit().cut(text)).isEqualTo(text);
    }

    @Test
    void of_a_longer_one_the_beginning_and_the_end_are_kept_with_a_line_that_says_so() {
        String text = "first" + "x".repeat(64 * 1024) + "last";

        assertThat(new TextLimit().cut(text))
                .startsWith("first")
                .contains("x\n… 9 characters are left out here …\nx")
                .endsWith("last");
    }

    @Test
    void no_character_is_split() {
        String bees = "🐝".repeat(64 * 1024);

        for (String text : new String[] {bees, "x" + bees}) {
            String cut = new TextLimit().cut(text);
            assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(cut);
        }
    }

    @Test
    void when_there_have_been_very_many_little_is_kept_of_each() {
        TextLimit limit = new TextLimit(100_000);

        assertThat(limit.cut("x".repeat(60_000))).hasSize(60_000);
        assertThat(limit.cut("x".repeat(60_000)))
                .hasSizeLessThan(1100)
                .contains("… 58976 characters are left out here …");
        assertThat(limit.cut("x".repeat(1000))).hasSize(1000);
    }
}
