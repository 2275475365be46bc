// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.btf.Btf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Reads the BTF of an object on the class path: the section {@code .BTF} of a 64-bit ELF file. */
public final class ObjectBtf {

    private ObjectBtf() {}

    public static Btf read(String resource) {
        try (InputStream input = Objects.requireNonNull(ObjectBtf.class.getResourceAsStream(resource), resource)) {
            return Btf.parse(section(ByteBuffer.wrap(input.readAllBytes()).order(ByteOrder.nativeOrder()), ".BTF"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] section(ByteBuffer elf, String name) {
        int headers = (int) elf.getLong(0x28);
        int headerBytes = elf.getShort(0x3a);
        int count = elf.getShort(0x3c);
        int names = (int) elf.getLong(headers + elf.getShort(0x3e) * headerBytes + 0x18);
        for (int i = 0; i < count; i++) {
            int header = headers + i * headerBytes;
            if (string(elf, names + elf.getInt(header)).equals(name)) {
                byte[] bytes = new byte[(int) elf.getLong(header + 0x20)];
                elf.get((int) elf.getLong(header + 0x18), bytes);
                return bytes;
            }
        }
        throw new AssertionError("no section " + name);
    }

    private static String string(ByteBuffer elf, int start) {
        StringBuilder text = new StringBuilder();
        for (int at = start; elf.get(at) != 0; at++) {
            text.append((char) elf.get(at));
        }
        return text.toString();
    }
}
