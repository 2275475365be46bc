// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static io.bpfiterator.internal.btf.RecordCodecs.BTF;
import static io.bpfiterator.internal.btf.RecordCodecs.bytes;
import static io.bpfiterator.internal.btf.RecordCodecs.fails;
import static io.bpfiterator.internal.btf.RecordCodecs.member;
import static io.bpfiterator.internal.btf.RecordCodecs.memberType;
import static io.bpfiterator.internal.btf.RecordCodecs.number;
import static io.bpfiterator.internal.btf.RecordCodecs.round;
import static io.bpfiterator.internal.btf.RecordCodecs.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Arrays, structs and unions in records.bpf.c. */
class CompoundCodecTest {

    @Nested
    class A_char_array {

        private final Codec<String> comm = member(String.class, "event", "comm");

        @Test
        void is_a_string_up_to_its_first_NUL() {
            assertThat(comm.decode("init\0rubbish....".getBytes())).isEqualTo("init");
            assertThat(comm.decode("0123456789abcdef".getBytes())).isEqualTo("0123456789abcdef");
            assertThat(comm.decode(new byte[16])).isEmpty();
        }

        @Test
        void is_padded_with_NULs() {
            assertThat(comm.encode("é"))
                    .hasSize(16)
                    .startsWith(0xc3, 0xa9, 0, 0)
                    .endsWith(0);
            assertThat(comm.encode("0123456789abcdef")).isEqualTo("0123456789abcdef".getBytes());
        }

        @Test
        void is_never_truncated_when_written() {
            fails(
                    () -> comm.encode("0123456789abcdeé"),
                    "\"0123456789abcdeé\" does not fit char[16]: it has 17 bytes in UTF-8. Shorten it.");
            fails(
                    () -> comm.encode("a\0b"),
                    "Cannot write \"a\\0b\" to char[16]: a string ends at its first NUL. Remove the NUL, or use"
                            + " byte[].");
        }

        @Test
        void is_bytes() {
            Codec<byte[]> raw = member(byte[].class, "event", "comm");
            assertThat(raw.decode("init\0rubbish....".getBytes())).isEqualTo("init\0rubbish....".getBytes());
            fails(
                    () -> raw.encode(new byte[3]),
                    "3 bytes were given instead of 16. Give exactly as many as the C type has.");
        }

        @Test
        void may_consist_of_another_type_of_one_byte() {
            assertThat(number(String.class, "raw").decode("abc\0".getBytes())).isEqualTo("abc");
        }
    }

    @Nested
    class An_array {

        private static class Types {
            List<List<Integer>> nested;
            List<Long>[] mixed;
            List<? extends Number> unclear;
        }

        private Codec<Object> codec(String field, String member) throws NoSuchFieldException {
            Type type = Types.class.getDeclaredField(field).getGenericType();
            return Codecs.cast(Codecs.of(type, BTF, memberType("event", member), "The values"));
        }

        private final byte[] grid = bytes(24, buffer -> {
                    for (int i = 1; i <= 6; i++) {
                        buffer.putInt(i);
                    }
                })
                .array();

        @Test
        void is_an_array() {
            Codec<int[][]> codec = member(int[][].class, "event", "grid");
            assertThat(codec.decode(grid)).isDeepEqualTo(new int[][] {{1, 2, 3}, {4, 5, 6}});
            assertThat(codec.encode(new int[][] {{1, 2, 3}, {4, 5, 6}})).isEqualTo(grid);
            assertThat(member(Long[][].class, "event", "grid").decode(grid)[1]).containsExactly(4L, 5L, 6L);
        }

        @Test
        void is_a_list() throws Exception {
            Object expected = List.of(List.of(1, 2, 3), List.of(4, 5, 6));
            assertThat(codec("nested", "grid").decode(grid)).isEqualTo(expected);
            assertThat(codec("nested", "grid").encode(expected)).isEqualTo(grid);
            assertThat((List<?>[]) codec("mixed", "grid").decode(grid))
                    .containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L));
        }

        @Test
        void is_an_array_of_bytes_for_each_element() {
            assertThat(member(byte[][].class, "event", "grid").decode(grid)).hasDimensions(2, 12);
        }

        @Test
        void may_be_empty() {
            assertThat(number(int[].class, "none").decode(new byte[0])).isEmpty();
        }

        @Test
        void of_another_length_is_an_error() {
            fails(
                    () -> member(int[][].class, "event", "grid").encode(new int[][] {{1, 2, 3}, {4, 5}}),
                    "2 elements were given instead of 3. Give exactly as many as the C array has.");
            fails(
                    () -> member(Integer[][].class, "event", "grid").encode(new Integer[2][]),
                    "Element 0 is null. C has no such value: set each element.");
        }

        @Test
        void of_another_kind_is_an_error() {
            fails(
                    () -> member(String.class, "event", "grid"),
                    "The values: Java's String cannot hold int[2][3]. Use an array, a List<…> or byte[].");
            fails(
                    () -> member(int[].class, "event", "grid"),
                    "The values: Java's Integer cannot hold int[3]. Use an array, a List<…> or byte[].");
            fails(
                    () -> member(List.class, "event", "comm"),
                    "The values: Java's List cannot hold char[16]. Use String, an array, a List<…> or byte[].");
            fails(
                    () -> codec("unclear", "grid"),
                    "The values: Java's Number cannot hold int[3]. Use an array, a List<…> or byte[].");
        }
    }

    @Nested
    class A_struct {

        record Point(short x, int y) {}

        record Version(int major, int minor) {}

        record Event(
                int pid,
                String comm,
                Point origin,
                List<Point> corners,
                int[][] grid,
                long cookie,
                long low,
                long high,
                long task,
                long uid,
                boolean live,
                long startTime,
                Version version) {}

        private Event event(long cookie, long low) {
            return new Event(
                    1,
                    "init",
                    new Point((short) -1, 2),
                    List.of(new Point((short) 3, 4), new Point((short) 5, -6)),
                    new int[][] {{1, 2, 3}, {4, 5, 6}},
                    cookie,
                    low,
                    cookie >>> 32,
                    -1,
                    4000000000L,
                    true,
                    7,
                    new Version(6, 18));
        }

        @Test
        void is_a_record_with_structs_arrays_and_anonymous_members_in_it() {
            Codec<Event> codec = struct(Event.class, "event");
            Event value = event(0x1122334455667788L, 0x55667788L);
            assertThat(codec.size()).isEqualTo(112);
            assertThat(round(codec, value)).usingRecursiveComparison().isEqualTo(value);
        }

        @Test
        void with_different_values_for_the_members_of_a_union_is_an_error() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> struct(Event.class, "event").encode(event(0x1122334455667788L, 1)))
                    .withMessageStartingWith("Event.cookie shares its bytes in struct event { int pid; ")
                    .withMessageEndingWith("with another component of a different value."
                            + " Use a record that has only one of these components.");
        }

        @Test
        void may_have_members_without_a_component_which_are_zero_when_written() {
            record Position(short y) {}

            Codec<Position> codec = struct(Position.class, "point");
            ByteBuffer target = bytes(6, buffer -> buffer.put(new byte[] {9, 9, 9, 9, 9, 9}));
            codec.encode(new Position((short) 1), target.position(1));
            assertThat(target.position()).isEqualTo(5);
            assertThat(target.array()).startsWith(9, 0, 0).endsWith(9);
            assertThat(codec.decode(target.position(1))).isEqualTo(new Position((short) 1));
            assertThat(target.position()).isEqualTo(5);
        }

        @Test
        void may_be_named_only_by_a_typedef() {
            assertThat(round(struct(Version.class, "version_t"), new Version(6, 18)))
                    .isEqualTo(new Version(6, 18));
        }

        @Test
        void of_the_kernel_is_found_by_its_name() {
            record TaskStruct(int pid, int tgid, String comm, long startTime, byte[] thread) {}

            Btf kernel = Btf.ofKernel();
            Codec<TaskStruct> codec = Codecs.of(
                    TaskStruct.class, kernel, kernel.structId("task_struct").orElseThrow(), "The values");
            TaskStruct empty = codec.decode(new byte[codec.size()]);
            assertThat(empty.pid()).isZero();
            assertThat(empty.comm()).isEmpty();
        }

        @Test
        void is_bytes() {
            assertThat(round(struct(byte[].class, "point"), new byte[] {1, 2, 3, 4}))
                    .containsExactly(1, 2, 3, 4);
        }

        @Test
        void without_a_member_for_a_component_is_an_error() {
            record Point3(short x, short depthOfField) {}

            fails(
                    () -> struct(Point3.class, "point"),
                    "The values: Point3.depthOfField has no member of its name in struct point { short x; short y; }."
                            + " Rename the component, or remove it.");
        }

        @Test
        void with_a_member_of_another_kind_is_an_error() {
            record Named(String x) {}

            fails(
                    () -> struct(Named.class, "point"),
                    "The values: Named.x: Java's String cannot hold short x. Use short, int, long or byte[]. The"
                            + " struct is"
                            + " struct point { short x; short y; }.");
        }

        @Test
        void names_the_component_with_a_wrong_value() {
            record Shape(Point origin, List<Point> corners) {}

            List<Point> corners = List.of(new Point((short) 1, 1), new Point((short) 1, 40000));
            fails(
                    () -> struct(Shape.class, "event").encode(new Shape(new Point((short) 1, 1), corners)),
                    "Shape.corners: Point.y: 40000 does not fit short (-32768 to 32767). Give a value in this range.");
            fails(
                    () -> struct(Shape.class, "event").encode(new Shape(null, corners)),
                    "Shape.origin is null. C has no such value: set the component.");
        }

        @Test
        void is_not_another_class() {
            fails(
                    () -> struct(Object.class, "point"),
                    "The values: Java's Object cannot hold struct point. Use a record or byte[].");
        }

        @Test
        void rethrows_an_exception_of_the_records_constructor() {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> struct(Picky.class, "point").decode(new byte[4]))
                    .withMessage("x is 0");
        }

        record Picky(short x) {
            Picky {
                if (x == 0) {
                    throw new IllegalArgumentException("x is 0");
                }
            }
        }

        @Test
        void needs_a_class_for_each_type_variable() {
            record Box<T>(T x) {}

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> struct(Box.class, "point"))
                    .withMessageContaining(
                            "The type variable T is not a Java type. Use a record whose components have concrete"
                                    + " types.");
        }
    }

    @Nested
    class A_union {

        record V4(long v4) {}

        record Both(long v4, byte[] v6) {}

        private final byte[] loopback = {127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        @Test
        void is_a_record_of_one_member_or_of_several() {
            V4 value = new V4(0xfffffffeL);
            assertThat(round(struct(V4.class, "address"), value)).isEqualTo(value);
            assertThat(struct(Both.class, "address").decode(loopback).v6()).isEqualTo(loopback);
            assertThat(struct(Both.class, "address").decode(loopback).v4())
                    .isEqualTo(bytes(16, buffer -> buffer.put(loopback)).getInt(0));
        }

        @Test
        void is_written_if_its_members_agree() {
            Codec<Both> codec = struct(Both.class, "address");
            assertThat(codec.encode(codec.decode(loopback))).isEqualTo(loopback);
            fails(
                    () -> codec.encode(new Both(0, loopback)),
                    "Both.v4 shares its bytes in union address { __u32 v4; __u8 v6[16]; } with another component of a"
                            + " different value. Use a record that has only one of these components.");
        }
    }

    @Nested
    class A_description {

        private String of(String name) {
            return BTF.describe(BTF.structId(name).orElseThrow());
        }

        @Test
        void is_in_C_notation() {
            assertThat(of("event"))
                    .isEqualTo("struct event { int pid; char comm[16]; enum color color; struct point origin;"
                            + " struct point corners[2]; int grid[2][3]; unsigned int kind : 3; int delta : 5;"
                            + " unsigned int urgent : 1; enum color shade : 4; __u64 serial : 40;"
                            + " union { __u64 cookie; struct { __u32 low; __u32 high; }; }; void *task;"
                            + " fixed_user_id uid; _Bool live; __u64 start_time; version_t version; }");
            assertThat(of("numbers"))
                    .contains("__int128 s128; _Bool truth; float single; double twice; enum depth depth; char *text;"
                            + " struct task_struct *owner; ");
        }

        @Test
        void of_a_long_struct_is_truncated() {
            Btf kernel = Btf.ofKernel();
            assertThat(kernel.describe(kernel.structId("task_struct").orElseThrow()))
                    .startsWith("struct task_struct { ")
                    .containsPattern("/\\* and \\d+ more \\*/ }$");
        }
    }
}
