// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** Converts between a C array and a Java array of the same length. */
record ArrayCodec(Class<?> elementType, Codec<Object> element, int length) implements Codec<Object> {

    @Override
    public int size() {
        return length * element.size();
    }

    @Override
    public void encode(Object array, ByteBuffer target) {
        if (Array.getLength(array) != length) {
            throw Failure.invalid(Count.were(Array.getLength(array), "element") + " given instead of " + length)
                    .remedy("Give exactly as many as the C array has")
                    .exception();
        }
        for (int i = 0; i < length; i++) {
            Object value = Array.get(array, i);
            if (value == null) {
                throw Failure.invalid("Element " + i + " is null")
                        .remedy("C has no such value: set each element")
                        .exception();
            }
            element.encode(value, target);
        }
    }

    @Override
    public Object decode(ByteBuffer source) {
        Object array = Array.newInstance(elementType, length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, element.decode(source));
        }
        return array;
    }
}
