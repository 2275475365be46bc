// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names are listed in a sentence, and many names do not fill a screen. */
class ListingTest {

    @Test
    void few_names_are_listed() {
        assertThat(Listing.of(List.of("a", "b", "c"))).isEqualTo("a, b, c");
        assertThat(Listing.of(List.of())).isEmpty();
    }

    @Test
    void of_many_names_the_first_are_listed() {
        assertThat(Listing.of(IntStream.rangeClosed(1, 12).boxed().toList())).endsWith("11, 12");
        assertThat(Listing.of(IntStream.rangeClosed(1, 412).boxed().toList())).endsWith("11, 12 and 400 more");
    }

    @Test
    void one_thing_is_counted_as_one() {
        assertThat(Count.were(1, "byte")).isEqualTo("1 byte was");
        assertThat(Count.were(0, "byte")).isEqualTo("0 bytes were");
    }
}
