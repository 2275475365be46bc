// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.map.MapType;
import io.bpfiterator.map.RingBuffer;
import java.util.ArrayList;
import java.util.List;

/** Implements {@link RingBuffer}. */
final class MappedRingBuffer implements RingBuffer {

    private final String name;
    private final List<byte[]> taken = new ArrayList<>();

    /** Referenced as long as libbpf may call it. */
    private final Libbpf.SampleFunction sample = (context, data, size) -> {
        taken.add(data.getByteArray(0, Math.toIntExact(size)));
        return 0;
    };

    private final Pointer ringBuffer;
    private boolean closed;

    /**
     * Maps a ring buffer map into this process.
     *
     * @throws BpfException if the map is of another type, or the kernel refuses
     */
    MappedRingBuffer(MapHandle map) {
        this.name = map.toString();
        if (map.info().mapType() != MapType.RINGBUF) {
            throw Failure.invalid("Cannot read " + map + " as a ring buffer")
                    .because("its type is not ringbuf")
                    .remedy("Name a map of type ringbuf")
                    .exception();
        }
        this.ringBuffer = Calls.checkPointer(
                Libbpf.libbpf().ring_buffer__new(map.fd().number(), sample, null, null),
                errno -> map.failure("Cannot read " + map + " as a ring buffer", errno));
    }

    @Override
    public synchronized List<byte[]> take() {
        if (closed) {
            throw new IllegalStateException(
                    "Cannot take samples from " + name + ": its ring buffer is closed. Take them before.");
        }
        Calls.checkLibbpf(Libbpf.libbpf().ring_buffer__consume(ringBuffer), "take samples from " + name);
        List<byte[]> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libbpf.libbpf().ring_buffer__free(ringBuffer);
        }
    }
}
