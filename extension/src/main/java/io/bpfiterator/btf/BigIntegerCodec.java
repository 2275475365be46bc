package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** A C integer of up to 64 bits as the exact number, where {@code long} has only the bits of a large {@code __u64}. */
record BigIntegerCodec(IntegerField field) implements Codec<BigInteger> {

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public void encode(BigInteger value, ByteBuffer target) {
        if (value.compareTo(field.minimum()) < 0 || value.compareTo(field.maximum()) > 0) {
            throw new BpfException(
                    value + " does not fit " + field.name() + " (" + field.minimum() + " to " + field.maximum() + ")");
        }
        field.write(value.longValue(), target);
    }

    @Override
    public BigInteger decode(ByteBuffer source) {
        BigInteger number = BigInteger.valueOf(field.read(source));
        return field.wide() ? number.and(field.maximum()) : number;
    }
}
