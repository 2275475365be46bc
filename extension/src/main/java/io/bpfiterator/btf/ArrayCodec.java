package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** A C array as a Java array of its length. */
record ArrayCodec(Class<?> elementType, Codec<Object> element, int length) implements Codec<Object> {

    @Override
    public int size() {
        return length * element.size();
    }

    @Override
    public void encode(Object array, ByteBuffer target) {
        if (Array.getLength(array) != length) {
            throw new BpfException(Array.getLength(array) + " elements were given where " + length + " belong");
        }
        for (int i = 0; i < length; i++) {
            Object value = Array.get(array, i);
            if (value == null) {
                throw new BpfException("Element " + i + " is null");
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
