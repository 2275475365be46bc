// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The layout of a C struct: its fields in order, each aligned as a C compiler aligns it on a 64-bit machine. Fields
 * that nobody uses can be left out.
 */
public final class StructLayout {

    /**
     * A field.
     *
     * @param name its name in C
     * @param offset its offset in the struct, in bytes
     * @param bytes its size
     */
    public record Field(String name, int offset, int bytes) {}

    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private int end;
    private int minimum;
    private int alignment = 1;

    /** Begins the layout of a struct with a name. */
    public StructLayout(String name) {
        this.name = name;
    }

    /** Begins the layout of options for libbpf, whose first field is their size. */
    static StructLayout ofOptions(String name) {
        StructLayout layout = new StructLayout(name);
        layout.int64("sz");
        return layout;
    }

    /** Continues at an offset, after fields that nobody uses or at the start of a member of a union. */
    public StructLayout at(int offset) {
        end = offset;
        return this;
    }

    /** Gives the struct a minimum size, in bytes, for fields that nobody uses at its end. */
    public StructLayout ofSize(int bytes) {
        minimum = bytes;
        return this;
    }

    public Field int8(String field) {
        return add(field, Byte.BYTES, Byte.BYTES);
    }

    public Field int16(String field) {
        return add(field, Short.BYTES, Short.BYTES);
    }

    public Field int32(String field) {
        return add(field, Integer.BYTES, Integer.BYTES);
    }

    public Field int64(String field) {
        return add(field, Long.BYTES, Long.BYTES);
    }

    public Field pointer(String field) {
        return add(field, Long.BYTES, Long.BYTES);
    }

    /** Adds an array of bytes. */
    public Field bytes(String field, int count) {
        return add(field, count, Byte.BYTES);
    }

    private Field add(String field, int bytes, int alignedTo) {
        Field added = new Field(field, aligned(end, alignedTo), bytes);
        fields.add(added);
        end = added.offset + bytes;
        alignment = Math.max(alignment, alignedTo);
        return added;
    }

    private static int aligned(int offset, int to) {
        return (offset + to - 1) / to * to;
    }

    /** Returns the name of the struct. */
    public String name() {
        return name;
    }

    /** Returns the fields in the order of their declarations. */
    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** Returns the size of the struct, at least up to its last field, in bytes. */
    public int size() {
        return aligned(
                fields.stream().mapToInt(field -> field.offset + field.bytes).reduce(minimum, Math::max), alignment);
    }
}
