// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BpfTest
@NeedsKernel
@NeedsMapIterators
class RingBufferTest {

    private BpfObject object;

    @BeforeEach
    void load(BpfSession bpf) {
        object = bpf.open("/maps_of_all_types.bpf.o").only("dump_keys").load();
    }

    @Test
    void returns_each_sample_of_the_program_once() {
        try (RingBuffer events = object.map("events").ringBuffer()) {
            assertThat(events.take()).isEmpty();

            object.program("dump_keys")
                    .pin(IteratorOptions.map(object.map("numbers")))
                    .text();

            assertThat(events.take(Codecs.of(Long.class, Long.BYTES, "events"))).containsExactly(0L, 1L, 2L);
            assertThat(events.take()).isEmpty();
        }
    }

    @Test
    void of_another_map_is_an_error() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> object.map("numbers").ringBuffer())
                .withMessageStartingWith("Cannot read map numbers (array, id ")
                .withMessageEndingWith(") as a ring buffer: its type is not ringbuf. Name a map of type ringbuf.");
    }

    @Test
    void that_is_closed_is_an_error() {
        RingBuffer events = object.map("events").ringBuffer();
        events.close();
        events.close();
        assertThatIllegalStateException()
                .isThrownBy(events::take)
                .withMessageContaining(": its ring buffer is closed. Take them before.");
    }

    @Test
    void of_another_objects_map_reports_that_it_was_opened_read_only(BpfSession bpf) {
        BpfMap<byte[], byte[]> opened =
                bpf.map("id " + object.map("events").info().id());
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(opened::ringBuffer)
                .withMessageContaining("the map belongs to another object or process and was opened read-only (E");
    }
}
