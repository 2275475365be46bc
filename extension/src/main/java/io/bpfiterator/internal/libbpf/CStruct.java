// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A C struct in native memory, which is passed by its address. All bytes are 0 at first.
 *
 * <p>JNA's {@code Structure} examines a class by reflection at its first use; see
 * {@code docs/decisions/0024-c-structs.md}.
 */
public class CStruct extends Memory {

    /** Keeps the memory that fields point to. */
    private final List<Pointer> referenced = new ArrayList<>();

    @SuppressWarnings("this-escape") // Memory's constructor has initialized all that it uses
    public CStruct(StructLayout layout) {
        super(sizeOf(layout));
        clear();
    }

    /** Reports why native memory is not available before a class of JNA fails to initialize. */
    private static long sizeOf(StructLayout layout) {
        Jna.require();
        return layout.size();
    }

    /** Sets an integer. */
    public final void set(Field field, long value) {
        switch (field.bytes()) {
            case Byte.BYTES -> setByte(field.offset(), (byte) value);
            case Short.BYTES -> setShort(field.offset(), (short) value);
            case Integer.BYTES -> setInt(field.offset(), (int) value);
            default -> setLong(field.offset(), value);
        }
    }

    /** Sets a pointer. The memory that it points to is kept as long as this struct. */
    public final void set(Field field, @Nullable Pointer value) {
        setPointer(field.offset(), value);
        if (value != null) {
            referenced.add(value);
        }
    }

    /** Sets an array of bytes to a text, which a NUL terminates. */
    public final void set(Field field, String text) {
        setString(field.offset(), text);
    }

    /** Returns an integer of at most 32 bits. */
    public final int intOf(Field field) {
        return field.bytes() == Short.BYTES ? getShort(field.offset()) : getInt(field.offset());
    }

    /** Returns an integer of 64 bits. */
    public final long longOf(Field field) {
        return getLong(field.offset());
    }

    /** Returns the text in an array of bytes, which a NUL terminates. */
    public final String textOf(Field field) {
        return getString(field.offset());
    }

    /** Returns an array of bytes. */
    public final byte[] bytesOf(Field field) {
        return getByteArray(field.offset(), field.bytes());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }
}
