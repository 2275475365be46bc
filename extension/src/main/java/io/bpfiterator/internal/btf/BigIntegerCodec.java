// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Converts between a C integer of up to 64 bits and its exact value, for which {@code long} is too small if a {@code
 * __u64} is large.
 */
record BigIntegerCodec(IntegerField field) implements Codec<BigInteger> {

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public void encode(BigInteger value, ByteBuffer target) {
        if (value.compareTo(field.minimum()) < 0 || value.compareTo(field.maximum()) > 0) {
            throw field.outOfRange(value.toString());
        }
        field.write(value.longValue(), target);
    }

    @Override
    public BigInteger decode(ByteBuffer source) {
        BigInteger number = BigInteger.valueOf(field.read(source));
        return field.wide() ? number.and(field.maximum()) : number;
    }
}
