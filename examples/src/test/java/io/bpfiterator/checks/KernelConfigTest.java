// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A program with an {@code extern … __kconfig} variable has the value of the kernel that runs it. */
@NeedsKernel
class KernelConfigTest {

    private static final Set<String> FREQUENCIES = Set.of("100", "250", "300", "1000");

    @Test
    @BpfIterator(obj = "/io/bpfiterator/examples/kconfig.bpf.o")
    void printsTheTimerFrequency(IteratorReader hz) {
        assertThat(hz).lines().singleElement().satisfies(line -> assertThat(FREQUENCIES)
                .contains(line));
    }
}
