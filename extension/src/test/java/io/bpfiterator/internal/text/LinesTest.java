// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void end_at_newlines() {
        assertThat(Lines.of("one\n\ntwo\n")).containsExactly("one", "", "two");
    }

    @Test
    void may_end_with_the_text() {
        assertThat(Lines.of("one\ntwo")).containsExactly("one", "two");
        assertThat(Lines.of("")).isEmpty();
    }

    @Test
    void keep_their_carriage_returns() {
        assertThat(Lines.of("one\r\ntwo\rstill two\r\n\r\n")).containsExactly("one\r", "two\rstill two\r", "\r");
    }

    @Test
    void do_not_end_at_other_separators() {
        assertThat(Lines.of("a\u000bb\fc\u0085d\u2028e")).hasSize(1);
    }
}
