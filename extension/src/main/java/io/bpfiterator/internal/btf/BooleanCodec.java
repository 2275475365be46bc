// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;

/** Converts between a {@code bool}, or a bit-field of one bit, and a Java boolean. */
record BooleanCodec(IntegerField field) implements Codec<Boolean> {

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public void encode(Boolean value, ByteBuffer target) {
        field.write(value ? 1 : 0, target);
    }

    @Override
    public Boolean decode(ByteBuffer source) {
        return field.read(source) != 0;
    }
}
