// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Extended;
import io.bpfiterator.support.Slow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damaged objects, and damaged types of kernels, are refused with a sentence, or open: none ends the JVM, hangs, or
 * leaves descriptors open. {@code scripts/fuzz} opens more of them.
 */
@Slow
class MutantsTest {

    private static final long SEED = 28;
    private static final int COUNT = 15_000;

    /** Mutants that once did harm. */
    @ParameterizedTest
    @CsvSource({"1, 553", "1, 2070", "3, 4412", "5, 1242", "5, 2192", "2027, 1999", "2027, 31316"})
    void did_harm_and_do_no_more(long seed, int number) throws Exception {
        assertThat(new MutantRun(seed).open(number, 1).harm()).isEmpty();
    }

    @Test
    @Extended
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void do_no_harm() throws Exception {
        MutantRun.Result result = new MutantRun(SEED).open(0, COUNT);

        assertThat(result.harm()).isEmpty();
        assertThat(result.opened())
                .as("mutants that the library did not refuse")
                .isBetween(COUNT / 10, COUNT);
    }
}
