// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastLinesTest {

    private final LastLines output = new LastLines();

    private void add(String text) {
        output.add(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void are_empty_without_output() {
        assertThat(output.text()).isEmpty();
    }

    @Test
    void are_assembled_from_pieces_that_end_anywhere() {
        byte[] bytes = "größer\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            output.add(new byte[] {b});
        }
        add("no end");

        assertThat(output.text()).isEqualTo("größer\nno end");
    }

    @Test
    void are_at_most_forty() {
        add(IntStream.rangeClosed(1, 100).mapToObj(number -> number + "\n").collect(Collectors.joining()));

        assertThat(output.text().lines()).hasSize(40).startsWith("61").endsWith("100");
    }

    @Test
    void are_cut_if_they_are_long() {
        add("x".repeat(1_000_000) + "\nnext");

        assertThat(output.text().lines()).containsExactly("x".repeat(2000), "next");
    }

    @Test
    void show_control_characters_instead_of_sending_them_to_a_terminal() {
        add("\u001b]0;title\u0007");

        assertThat(output.text()).isEqualTo("\\x1b]0;title\\x07");
    }
}
