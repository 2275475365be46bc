package io.bpfiterator.btf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An integer of 1 to 64 bits in memory, which begins at the buffer's position.
 *
 * @param name the C type, for messages
 * @param firstBit the place of a bit-field's first bit in its first byte, counted as BTF counts it: from the least
 *     significant bit on a little-endian machine, from the most significant on a big-endian one
 * @param bits the number of bits
 * @param whole whether it is 1, 2, 4 or 8 whole bytes, and no bit-field
 */
record IntegerField(String name, int firstBit, int bits, boolean signed, boolean whole) {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    static IntegerField of(String name, int bytes, boolean signed) {
        return new IntegerField(name, 0, bytes * Byte.SIZE, signed, true);
    }

    /** Returns how many bytes have a bit of it. */
    int size() {
        return (firstBit + bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Tells whether a value that {@link #read} returns may be meant as an unsigned number of 64 bits. */
    boolean wide() {
        return bits == Long.SIZE && !signed;
    }

    /** Reads the value and goes on behind it; one of 64 unsigned bits comes as its bits. */
    long read(ByteBuffer source) {
        long value = whole ? readBytes(source) : readBits(source);
        int unused = Long.SIZE - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    /** Writes the lowest bits of a value and goes on behind them; other bits in these bytes stay. */
    void write(long value, ByteBuffer target) {
        if (whole) {
            writeBytes(value, target);
        } else {
            writeBits(value, target);
        }
    }

    /** Tells whether a value is in the range; every value is in that of 64 bits. */
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
            long bit = source.get(start + (firstBit + i) / Byte.SIZE) >>> placeInByte(i) & 1;
            value |= bit << placeInValue(i);
        }
        source.position(start + size());
        return value;
    }

    private void writeBits(long value, ByteBuffer target) {
        int start = target.position();
        for (int i = 0; i < bits; i++) {
            int at = start + (firstBit + i) / Byte.SIZE;
            int mask = 1 << placeInByte(i);
            boolean set = (value >>> placeInValue(i) & 1) != 0;
            target.put(at, (byte) (set ? target.get(at) | mask : target.get(at) & ~mask));
        }
        target.position(start + size());
    }

    private int placeInByte(int bit) {
        int place = (firstBit + bit) % Byte.SIZE;
        return LITTLE_ENDIAN ? place : Byte.SIZE - 1 - place;
    }

    private int placeInValue(int bit) {
        return LITTLE_ENDIAN ? bit : bits - 1 - bit;
    }
}
