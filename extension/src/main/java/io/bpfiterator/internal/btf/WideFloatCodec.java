// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;

/** Converts between a C {@code float} and a Java {@code double}, which is rounded when written, as in C. */
record WideFloatCodec(String name) implements Codec<Double> {

    @Override
    public int size() {
        return Float.BYTES;
    }

    @Override
    public void encode(Double value, ByteBuffer target) {
        float rounded = value.floatValue();
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw Failure.invalid(
                            value + " does not fit " + name + " (" + -Float.MAX_VALUE + " to " + Float.MAX_VALUE + ")")
                    .remedy("Give a value in this range")
                    .exception();
        }
        target.putFloat(rounded);
    }

    @Override
    public Double decode(ByteBuffer source) {
        return (double) source.getFloat();
    }
}
