// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.object.BpfObject;
import org.junit.jupiter.api.Test;

/** Asserts how complex the running kernel finds a program. */
@BpfTest
class ComplexityTest {

    @Test
    void staysFarFromTheLimitsOfTheVerifier(BpfSession bpf) {
        BpfObject object = bpf.open("task.bpf.o").load();

        assertThat(object).program("dump_task").verifiedInstructions().isLessThan(100_000);
        assertThat(object).program("dump_task").stackDepth().isLessThanOrEqualTo(256);
    }
}
