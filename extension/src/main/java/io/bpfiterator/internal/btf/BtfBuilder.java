// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds the minimal BTF that a map without a BPF object requires. */
public final class BtfBuilder {

    private static final short MAGIC = (short) 0xeb9f;
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 24;
    private static final int INT_BYTES = 16;
    private static final int KIND_INT = 1 << 24;
    private static final int SIGNED = 1 << 24;

    private BtfBuilder() {}

    /** Returns BTF with a signed integer type for each size in bytes; the ids start at 1. */
    public static byte[] ofIntegers(int... sizes) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer types = ByteBuffer.allocate(sizes.length * INT_BYTES).order(ByteOrder.nativeOrder());
        for (int size : sizes) {
            types.putInt(names.size()).putInt(KIND_INT).putInt(size).putInt(SIGNED | size * Byte.SIZE);
            names.writeBytes(("s" + size * Byte.SIZE + "_" + names.size() + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        return ByteBuffer.allocate(HEADER_BYTES + types.capacity() + names.size())
                .order(ByteOrder.nativeOrder())
                .putShort(MAGIC)
                .put(VERSION)
                .put((byte) 0)
                .putInt(HEADER_BYTES)
                .putInt(0)
                .putInt(types.capacity())
                .putInt(types.capacity())
                .putInt(names.size())
                .put(types.flip())
                .put(names.toByteArray())
                .array();
    }
}
