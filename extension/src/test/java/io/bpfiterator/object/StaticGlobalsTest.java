// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Variables in a section that has only static ones, which the kernel does not let a process map. */
@NeedsKernel
@BpfTest
class StaticGlobalsTest {

    private OpenBpfObject open;

    @BeforeEach
    void open(BpfSession bpf) {
        open = bpf.open("/statics.bpf.o");
    }

    private static IteratorReader reader(BpfObject object) {
        return object.program("multiply").attach().reader();
    }

    @Test
    void are_read_after_a_run() {
        BpfObject object = open.load();
        reader(object).text();
        assertThat(object.global("hits").asInt()).isPositive();
        assertThat(object.global("hits").asInt() % 3).isZero();
        assertThat(object.global("factor").asInt()).isEqualTo(3);
    }

    @Test
    void are_set_before_the_load() {
        BpfObject object = open.global("factor", 5).global("hits", 7).load();
        reader(object).text();
        assertThat(object.global("hits").asInt() % 5).isEqualTo(2);
    }

    @Test
    void are_set_between_runs() {
        BpfObject object = open.load();
        object.global("limit").set(0);
        reader(object).text();
        assertThat(object.global("hits").asInt()).isZero();
        assertThat(object.global("limit").asInt()).isZero();
    }

    @Test
    void are_not_set_after_the_load_if_they_are_constant() {
        BpfObject object = open.load();
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> object.global("factor").set(1))
                .withMessageContaining("which is read-only after the load");
    }
}
