package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;

/** Bytes as they are. */
record BytesCodec(int size) implements Codec<byte[]> {

    @Override
    public void encode(byte[] value, ByteBuffer target) {
        if (value.length != size) {
            throw new BpfException(value.length + " bytes were given where " + size + " belong");
        }
        target.put(value);
    }

    @Override
    public byte[] decode(ByteBuffer source) {
        byte[] value = new byte[size];
        source.get(value);
        return value;
    }
}
