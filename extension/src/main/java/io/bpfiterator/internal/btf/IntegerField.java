// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads and writes an integer of 1 to 64 bits that begins in the byte at the buffer's position.
 *
 * @param name the C type, for messages
 * @param firstBit the index of a bit-field's first bit in its first byte. As in BTF, it counts from the least
 *     significant bit on a little-endian machine, and from the most significant bit on a big-endian machine
 * @param bits the number of bits
 * @param whole whether the integer consists of 1, 2, 4 or 8 whole bytes and is not a bit-field
 */
record IntegerField(String name, int firstBit, int bits, boolean signed, boolean whole) {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    static IntegerField of(String name, int bytes, boolean signed) {
        boolean whole = bytes <= Long.BYTES && Integer.bitCount(bytes) == 1;
        return new IntegerField(name, 0, bytes * Byte.SIZE, signed, whole);
    }

    /** Returns the number of bytes that have a bit of the integer. */
    int size() {
        return (firstBit + bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Returns whether the integer is unsigned and has 64 bits, so that a negative value stands for a large one. */
    boolean wide() {
        return bits == Long.SIZE && !signed;
    }

    /** Reads the value and advances the position; an unsigned value of 64 bits is returned as its bits. */
    long read(ByteBuffer source) {
        long value = whole ? readBytes(source) : readBits(source);
        int unused = Long.SIZE - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    /** Writes the lowest bits of a value and advances the position. Other bits in these bytes keep their values. */
    void write(long value, ByteBuffer target) {
        if (whole) {
            writeBytes(value, target);
        } else {
            writeBits(value, target);
        }
    }

    /** Returns whether a value is in the range; every value is in the range of 64 bits. */
    boolean holds(long value) {
        return bits == Long.SIZE
                || value >= minimum().longValue() && value <= maximum().longValue();
    }

    BigInteger minimum() {
        return signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    }

    BigInteger maximum() {
        return BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    }

    BpfException outOfRange(String value) {
        return Failure.invalid(value + " does not fit " + name + " (" + minimum() + " to " + maximum() + ")")
                .remedy("Give a value in this range")
                .exception();
    }

    private long readBytes(ByteBuffer source) {
        return switch (bits) {
            case Byte.SIZE -> source.get();
            case Short.SIZE -> source.getShort();
            case Integer.SIZE -> source.getInt();
            default -> source.getLong();
        };
    }

    private void writeBytes(long value, ByteBuffer target) {
        switch (bits) {
            case Byte.SIZE -> target.put((byte) value);
            case Short.SIZE -> target.putShort((short) value);
            case Integer.SIZE -> target.putInt((int) value);
            default -> target.putLong(value);
        }
    }

    private long readBits(ByteBuffer source) {
        int start = source.position();
        long value = 0;
        for (int i = 0; i < bits; i++) {
            long bit = source.get(start + (firstBit + i) / Byte.SIZE) >>> bitInByte(i) & 1;
            value |= bit << bitInValue(i);
        }
        source.position(start + size());
        return value;
    }

    private void writeBits(long value, ByteBuffer target) {
        int start = target.position();
        for (int i = 0; i < bits; i++) {
            int at = start + (firstBit + i) / Byte.SIZE;
            int mask = 1 << bitInByte(i);
            boolean set = (value >>> bitInValue(i) & 1) != 0;
            target.put(at, (byte) (set ? target.get(at) | mask : target.get(at) & ~mask));
        }
        target.position(start + size());
    }

    private int bitInByte(int bit) {
        int index = (firstBit + bit) % Byte.SIZE;
        return LITTLE_ENDIAN ? index : Byte.SIZE - 1 - index;
    }

    private int bitInValue(int bit) {
        return LITTLE_ENDIAN ? bit : bits - 1 - bit;
    }
}
