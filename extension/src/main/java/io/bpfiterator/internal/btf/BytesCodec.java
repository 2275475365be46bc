// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;

/** Copies bytes without a conversion. */
record BytesCodec(int size) implements Codec<byte[]> {

    @Override
    public void encode(byte[] value, ByteBuffer target) {
        if (value.length != size) {
            throw Codecs.wrongSize(value.length, size);
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
