package io.bpfiterator.object;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libbpf;
import java.util.ArrayList;
import java.util.List;

/** Takes what BPF programs put into a ring buffer map; Linux 5.8. Closing it leaves the map as it is. */
public final class RingBuffer implements AutoCloseable {

    private final String name;
    private final List<byte[]> taken = new ArrayList<>();

    /** Held as long as libbpf may call it. */
    private final Libbpf.SampleFunction sample = (context, data, size) -> {
        taken.add(data.getByteArray(0, Math.toIntExact(size)));
        return 0;
    };

    private final Pointer ringBuffer;
    private boolean closed;

    private RingBuffer(BpfMap<?, ?> map) {
        this.name = map.toString();
        if (map.info().mapType() != MapType.RINGBUF) {
            throw new BpfException(map + " can't be read as a ring buffer; name a map of type ringbuf");
        }
        Pointer made = Libbpf.libbpf().ring_buffer__new(map.fd().number(), sample, null, null);
        if (made == null) {
            int errno = Native.getLastError();
            throw new BpfException(
                    map + " can't be read as a ring buffer: " + Errno.describe(errno)
                            + map.handle().remedy(errno),
                    errno);
        }
        this.ringBuffer = made;
    }

    /**
     * Maps a ring buffer into this process.
     *
     * @throws BpfException if the map is none
     */
    public static RingBuffer of(BpfMap<?, ?> map) {
        return new RingBuffer(map);
    }

    /** Takes out all that is in the buffer now, oldest first. */
    public synchronized List<byte[]> take() {
        if (closed) {
            throw new IllegalStateException("the ring buffer of " + name + " is closed; take before");
        }
        int result = Libbpf.libbpf().ring_buffer__consume(ringBuffer);
        if (result < 0) {
            throw new BpfException("Taking from " + name + " failed: " + Errno.describe(result), result);
        }
        List<byte[]> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    /**
     * Takes out all that is in the buffer now, as values of a Java type.
     *
     * @throws BpfException if a sample has not the size of one value
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
