// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;
import java.util.List;

/** Converts between a C array and an unmodifiable list of the same length. */
record ListCodec(ArrayCodec array) implements Codec<List<Object>> {

    @Override
    public int size() {
        return array.size();
    }

    @Override
    public void encode(List<Object> list, ByteBuffer target) {
        array.encode(list.toArray(), target);
    }

    @Override
    public List<Object> decode(ByteBuffer source) {
        return List.of((Object[]) array.decode(source));
    }
}
