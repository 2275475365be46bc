// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts the values of all CPUs, as {@code bpf(2)} transfers the values of per-CPU maps: in sequence, each padded to
 * a multiple of 8 bytes.
 *
 * @param values the codec of one CPU's value
 * @param cpus the number of possible CPUs, online or not
 */
public record PerCpuCodec<T>(Codec<T> values, int cpus) implements Codec<List<T>> {

    /** Returns the number of bytes for the value of one CPU, which has {@code valueSize} bytes without padding. */
    public static int slot(int valueSize) {
        return (valueSize + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    @Override
    public int size() {
        return cpus * slot(values.size());
    }

    @Override
    public void encode(List<T> all, ByteBuffer target) {
        if (all.size() != cpus) {
            throw Failure.invalid(Count.were(all.size(), "value") + " given instead of " + cpus)
                    .remedy("Give one value for each possible CPU")
                    .exception();
        }
        int start = target.position();
        for (int cpu = 0; cpu < cpus; cpu++) {
            values.encode(all.get(cpu), target.position(start + cpu * slot(values.size())));
        }
        target.position(start + size());
    }

    @Override
    public List<T> decode(ByteBuffer source) {
        int start = source.position();
        List<T> all = new ArrayList<>(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            all.add(values.decode(source.position(start + cpu * slot(values.size()))));
        }
        source.position(start + size());
        return all;
    }
}
