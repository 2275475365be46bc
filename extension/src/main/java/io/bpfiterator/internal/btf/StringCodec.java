// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Converts between a {@code char} array and a UTF-8 string, which ends before the first NUL or with the array. */
record StringCodec(int size) implements Codec<String> {

    @Override
    public void encode(String value, ByteBuffer target) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > size) {
            throw Failure.invalid("\"" + value + "\" does not fit char[" + size + "]")
                    .because("it has " + Count.of(bytes.length, "byte") + " in UTF-8")
                    .remedy("Shorten it")
                    .exception();
        }
        if (value.indexOf('\0') >= 0) {
            throw Failure.invalid("Cannot write \"" + value.replace("\0", "\\0") + "\" to char[" + size + "]")
                    .because("a string ends at its first NUL")
                    .remedy("Remove the NUL, or use byte[]")
                    .exception();
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
