// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.btf.Codec;
import java.util.List;
import org.apiguardian.api.API;

/** Consumes the samples that BPF programs put into a ring buffer map. Closing it keeps the map. Requires Linux 5.8. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface RingBuffer extends AutoCloseable {

    /** Removes all samples from the buffer and returns them, oldest first. */
    List<byte[]> take();

    /**
     * Removes all samples from the buffer and returns them as values of a Java type, oldest first.
     *
     * @throws io.bpfiterator.failure.BpfException if the size of a sample is not that of a value
     */
    default <T> List<T> take(Codec<T> codec) {
        return take().stream().map(codec::decode).toList();
    }

    @Override
    void close();
}
