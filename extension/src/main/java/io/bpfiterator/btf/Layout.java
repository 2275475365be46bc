// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.btf;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.CType;
import io.bpfiterator.internal.btf.RecordCodec;
import io.bpfiterator.internal.btf.RecordType;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Describes a C struct without BTF and converts it to a Java record. {@link Codec}
 * documents how components are matched with members, and which Java types can hold which C types.
 *
 * <pre>{@code
 * Layout<TaskRecord> layout = Layout.of(TaskRecord.class)
 *         .u32("pid")
 *         .u32("tgid")
 *         .u64("startTime")
 *         .chars("comm", 16)
 *         .build();
 * }</pre>
 *
 * @param <R> the record
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Layout<R> implements Codec<R> {

    private final CType.Struct struct;
    private final Codec<R> codec;

    private Layout(CType.Struct struct, Codec<R> codec) {
        this.struct = struct;
        this.codec = codec;
    }

    /** Starts the layout of a struct; add its members in their order. */
    public static <R extends Record> Builder<R> of(Class<R> type) {
        return new Builder<>(type);
    }

    /**
     * Returns the layout of a struct that has a number for each component of a record, in their order: an {@code int}
     * is an {@code __s32}, a {@code long} an {@code __s64}, a record a nested struct. For unsigned numbers, arrays and
     * texts, use {@link #of}.
     *
     * @throws BpfException if a component is neither a primitive type nor a record of such components
     */
    public static <R extends Record> Layout<R> ofNumbers(Class<R> type) {
        Builder<R> layout = of(type);
        for (RecordComponent component : type.getRecordComponents()) {
            layout.number(component.getName(), component.getType());
        }
        return layout.build();
    }

    @Override
    public int size() {
        return codec.size();
    }

    @Override
    public void encode(R value, ByteBuffer target) {
        codec.encode(value, target);
    }

    @Override
    public R decode(ByteBuffer source) {
        return codec.decode(source);
    }

    /** Returns the struct in C notation. */
    @Override
    public String toString() {
        return struct.definition();
    }

    /**
     * Adds the members of a struct in their order. As in C, each member is at the next multiple of its alignment, or,
     * with {@link #packed}, directly after the previous member. {@code i32} is a signed integer of 32 bits, {@code u32}
     * an unsigned integer of 32 bits, {@code f32} a {@code float}.
     *
     * @param <R> the record
     */
    @API(status = EXPERIMENTAL, since = "0.1")
    public static final class Builder<R extends Record> {

        private final Class<R> type;
        private final List<CType.Member> fields = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private boolean packed;

        private Builder(Class<R> type) {
            this.type = type;
        }

        public Builder<R> i8(String name) {
            return field(name, integer("__s8"));
        }

        public Builder<R> u8(String name) {
            return field(name, integer("__u8"));
        }

        public Builder<R> i16(String name) {
            return field(name, integer("__s16"));
        }

        public Builder<R> u16(String name) {
            return field(name, integer("__u16"));
        }

        public Builder<R> i32(String name) {
            return field(name, integer("__s32"));
        }

        public Builder<R> u32(String name) {
            return field(name, integer("__u32"));
        }

        public Builder<R> i64(String name) {
            return field(name, integer("__s64"));
        }

        public Builder<R> u64(String name) {
            return field(name, integer("__u64"));
        }

        public Builder<R> bool(String name) {
            return field(name, new CType.Int("bool", 1, false, true));
        }

        public Builder<R> f32(String name) {
            return field(name, new CType.Real("float", Float.BYTES));
        }

        public Builder<R> f64(String name) {
            return field(name, new CType.Real("double", Double.BYTES));
        }

        public Builder<R> pointer(String name) {
            return field(name, new CType.Pointer("void"));
        }

        /** Adds {@code char name[length]}. */
        public Builder<R> chars(String name, int length) {
            return field(name, new CType.Array(new CType.Int("char", 1, true, false), checked(length)));
        }

        /** Adds a nested struct. */
        public Builder<R> struct(String name, Layout<?> layout) {
            return field(name, layout.struct);
        }

        /** Turns the last added member into an array; a second call creates an array of arrays. */
        public Builder<R> times(int length) {
            if (fields.isEmpty()) {
                throw Failure.invalid("Cannot repeat a member " + Count.of(length, "time"))
                        .because("the struct has no member yet")
                        .remedy("Add a member first")
                        .exception();
            }
            CType.Member last = fields.remove(fields.size() - 1);
            fields.add(new CType.Member(last.name(), new CType.Array(last.type(), checked(length)), 0, 0));
            return this;
        }

        /** Adds padding bytes, in addition to those that the alignment requires. */
        public Builder<R> padding(int bytes) {
            fields.add(new CType.Member("", new CType.Array(integer("__u8"), checked(bytes)), 0, 0));
            return this;
        }

        /** Removes the padding between and after the members, as {@code __attribute__((packed))} does. */
        public Builder<R> packed() {
            packed = true;
            return this;
        }

        /**
         * Returns the layout.
         *
         * @throws BpfException if a component of the record has no member of its name, or cannot hold the member
         */
        public Layout<R> build() {
            List<CType.Member> members = new ArrayList<>(fields.size());
            int end = 0;
            int alignment = 1;
            for (CType.Member field : fields) {
                int step = packed ? 1 : field.type().alignment();
                int offset = roundUp(end, step);
                members.add(new CType.Member(field.name(), field.type(), offset * Byte.SIZE, 0));
                end = offset + field.type().size();
                alignment = Math.max(alignment, step);
            }
            String name = "struct " + RecordType.snakeCase(type.getSimpleName());
            CType.Struct struct = new CType.Struct(name, roundUp(end, alignment), alignment, members);
            return new Layout<>(struct, RecordCodec.of(type, struct));
        }

        private Builder<R> number(String name, Class<?> component) {
            if (component.isRecord()) {
                return struct(name, ofNumbers(component.asSubclass(Record.class)));
            }
            return switch (component.getName()) {
                case "byte" -> i8(name);
                case "short" -> i16(name);
                case "int" -> i32(name);
                case "long" -> i64(name);
                case "boolean" -> bool(name);
                case "float" -> f32(name);
                case "double" -> f64(name);
                default ->
                    throw Failure.invalid("Cannot lay out component " + name + " of " + type.getSimpleName())
                            .because("a " + component.getSimpleName() + " has no size of its own")
                            .remedy("Describe the struct with Layout.of")
                            .exception();
            };
        }

        private Builder<R> field(String name, CType fieldType) {
            if (!names.add(name)) {
                throw Failure.invalid("Cannot add a member " + name)
                        .because("the struct already has a member of this name")
                        .remedy("Give each member a different name")
                        .exception();
            }
            fields.add(new CType.Member(name, fieldType, 0, 0));
            return this;
        }

        /** Returns the integer type with a name such as {@code __u32}. */
        private static CType integer(String name) {
            return new CType.Int(name, Integer.parseInt(name.substring(3)) / Byte.SIZE, name.startsWith("__s"), false);
        }

        private static int checked(int length) {
            if (length < 1) {
                throw Failure.invalid("An array cannot have " + Count.of(length, "element"))
                        .remedy("Give a length of at least 1")
                        .exception();
            }
            return length;
        }

        private static int roundUp(int offset, int step) {
            return (offset + step - 1) / step * step;
        }
    }
}
