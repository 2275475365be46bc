package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A {@code char} array as a string in UTF-8: up to its first NUL, or all of it where it has none. */
record StringCodec(int size) implements Codec<String> {

    @Override
    public void encode(String value, ByteBuffer target) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > size) {
            throw new BpfException("\"" + value + "\" has " + bytes.length + " bytes in UTF-8, and char[" + size
                    + "] holds no more than " + size);
        }
        if (value.indexOf('\0') >= 0) {
            throw new BpfException("A string with a NUL would be cut there when it is read; use byte[] for char[" + size
                    + "], or leave it out: \"" + value.replace("\0", "\\0") + "\"");
        }
        target.put(Arrays.copyOf(bytes, size));
    }

    @Override
    public String decode(ByteBuffer source) {
        byte[] bytes = new byte[size];
        source.get(bytes);
        int length = 0;
        while (length < size && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
