package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;

/** A C {@code float} as a Java {@code double}: exact when read, rounded as C rounds it when written. */
record WideFloatCodec(String name) implements Codec<Double> {

    @Override
    public int size() {
        return Float.BYTES;
    }

    @Override
    public void encode(Double value, ByteBuffer target) {
        float rounded = value.floatValue();
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw new BpfException(
                    value + " does not fit " + name + " (" + -Float.MAX_VALUE + " to " + Float.MAX_VALUE + ")");
        }
        target.putFloat(rounded);
    }

    @Override
    public Double decode(ByteBuffer source) {
        return (double) source.getFloat();
    }
}
