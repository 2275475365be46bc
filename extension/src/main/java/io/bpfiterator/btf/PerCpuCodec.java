package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of all CPUs, one after another, each in a slot of a multiple of 8 bytes: as {@code bpf(2)} hands out the values
 * of per-CPU maps.
 *
 * @param values the codec of one CPU's value
 * @param cpus how many CPUs the kernel is prepared for, online or not
 */
public record PerCpuCodec<T>(Codec<T> values, int cpus) implements Codec<List<T>> {

    /** Returns the bytes that one CPU's value of a size takes. */
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
            throw new BpfException(
                    all.size() + " values were given where each of " + cpus + " CPUs has one; give that many");
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
