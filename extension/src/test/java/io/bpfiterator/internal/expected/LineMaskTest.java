// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineMaskTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "pid 1,pid <number>",
                "1: 10,<number>: <number>",
                "-5 1.5 10%,<number> <number> <number>%",
                "eth0 v6 3ms a_1,eth0 v6 3ms a_1",
                "10-20,<number>-<number>",
            })
    void a_number_outside_a_word_is_masked(String line, String masked) {
        assertThat(LineMask.numbers().in(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "at 0xff: x,at <address>: x",
        "ffff88810a0b0c0d end,<address> end",
        "0000000000000000,<address>",
        "00000000000000001,00000000000000001",
        "0x,0x",
    })
    void an_address_is_masked(String line, String masked) {
        assertThat(LineMask.addresses().in(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "       1       22 java,<number> <number> java",
                "12345678 12345678 java,<number> <number> java",
                "  java  1   ,  java <number>",
                "java\t1\tx,java <number> x",
                "  java  x  ,  java  x  ",
            })
    void blanks_beside_a_masked_text_become_one(String line, String masked) {
        assertThat(LineMask.numbers().in(line)).isEqualTo(masked);
    }

    @Test
    void an_expression_may_refer_to_its_groups() {
        assertThat(LineMask.of(Pattern.compile("(.)\\1"), "<pair>").in("abbc")).isEqualTo("a<pair>c");
    }

    @Test
    void a_placeholder_is_no_replacement_string() {
        assertThat(LineMask.of(Pattern.compile("b"), "$1").in("abc")).isEqualTo("a$1c");
    }

    @Test
    void an_empty_match_is_ignored() {
        assertThat(LineMask.of(Pattern.compile("x*"), "<x>").in("axx")).isEqualTo("a<x>");
    }

    @Test
    void own_texts_are_masked_before_addresses_and_those_before_numbers() {
        LineMask own = LineMask.of(Pattern.compile("pid \\d+"), "<pid>");

        assertThat(new Masking(List.of(LineMask.numbers(), LineMask.addresses(), own))
                        .of(List.of("pid 1 2", "1234567890123456")))
                .containsExactly("<pid> <number>", "<address>");
    }
}
