package io.bpfiterator.object;

import com.sun.jna.Pointer;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libbpf;
import java.util.ArrayList;
import java.util.List;

/** Consumes the samples that BPF programs put into a ring buffer map. Closing it keeps the map. Requires Linux 5.8. */
public final class RingBuffer implements AutoCloseable {

    private final String name;
    private final List<byte[]> taken = new ArrayList<>();

    /** Referenced as long as libbpf may call it. */
    private final Libbpf.SampleFunction sample = (context, data, size) -> {
        taken.add(data.getByteArray(0, Math.toIntExact(size)));
        return 0;
    };

    private final Pointer ringBuffer;
    private boolean closed;

    private RingBuffer(BpfMap<?, ?> map) {
        this.name = map.toString();
        if (map.info().mapType() != MapType.RINGBUF) {
            throw Failure.invalid("Cannot read " + map + " as a ring buffer")
                    .because("its type is not ringbuf")
                    .remedy("Name a map of type ringbuf")
                    .exception();
        }
        this.ringBuffer = Calls.checkPointer(
                Libbpf.libbpf().ring_buffer__new(map.fd().number(), sample, null, null),
                errno -> map.handle().failure("Cannot read " + map + " as a ring buffer", errno));
    }

    /**
     * Maps a ring buffer map into this process.
     *
     * @throws BpfException if the map is of another type, or the kernel refuses
     */
    public static RingBuffer of(BpfMap<?, ?> map) {
        return new RingBuffer(map);
    }

    /** Removes all samples from the buffer and returns them, oldest first. */
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

    /**
     * Removes all samples from the buffer and returns them as values of a Java type, oldest first.
     *
     * @throws BpfException if the size of a sample is not that of a value
     */
    public <T> List<T> take(Codec<T> codec) {
        return take().stream().map(codec::decode).toList();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libbpf.libbpf().ring_buffer__free(ringBuffer);
        }
    }
}
