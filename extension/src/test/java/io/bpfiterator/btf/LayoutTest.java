// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LayoutTest {

    record Event(int pid, String comm, long startTime) {}

    record Point(short x, short y) {}

    record Shape(byte id, Point origin, List<Point> corners, int[] counts, boolean live, double area, long owner) {}

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessage(message);
    }

    private static Layout.Builder<Event> event() {
        return Layout.of(Event.class).i32("pid").chars("comm", 17).u64("start_time");
    }

    @Nested
    class Members {

        @Test
        void have_the_offsets_of_C() {
            Layout<Event> layout = event().build();

            assertThat(layout.size()).isEqualTo(32);
            ByteBuffer bytes =
                    ByteBuffer.wrap(layout.encode(new Event(1, "init", 7))).order(ByteOrder.nativeOrder());
            assertThat(bytes.getInt(0)).isEqualTo(1);
            assertThat(bytes.get(4)).isEqualTo((byte) 'i');
            assertThat(bytes.getLong(24)).isEqualTo(7);
            assertThat(layout.decode(bytes)).isEqualTo(new Event(1, "init", 7));
        }

        @Test
        void have_no_padding_in_a_packed_struct() {
            Layout<Event> layout = event().packed().build();

            assertThat(layout.size()).isEqualTo(29);
            assertThat(layout.decode(layout.encode(new Event(1, "init", 7)))).isEqualTo(new Event(1, "init", 7));
        }

        @Test
        void are_followed_by_the_padding_that_an_array_requires() {
            record Last(byte tail) {}

            assertThat(Layout.of(Last.class).u64("head").u8("tail").build().size())
                    .isEqualTo(16);
            assertThat(Layout.of(Last.class)
                            .u64("head")
                            .u8("tail")
                            .packed()
                            .build()
                            .size())
                    .isEqualTo(9);
        }

        @Test
        void may_have_any_type() {
            Layout<Point> point = Layout.of(Point.class).i16("x").i16("y").build();
            Layout<Shape> layout = Layout.of(Shape.class)
                    .u8("id")
                    .struct("origin", point)
                    .struct("corners", point)
                    .times(2)
                    .padding(3)
                    .u32("counts")
                    .times(3)
                    .bool("live")
                    .f32("area")
                    .pointer("owner")
                    .i8("a")
                    .u16("b")
                    .i64("c")
                    .f64("d")
                    .build();
            Shape shape = new Shape(
                    (byte) 1,
                    new Point((short) 1, (short) 2),
                    List.of(new Point((short) 3, (short) 4), new Point((short) 5, (short) 6)),
                    new int[] {7, 8, 9},
                    true,
                    0.5,
                    -1);

            assertThat(layout.decode(layout.encode(shape)))
                    .usingRecursiveComparison()
                    .isEqualTo(shape);
            assertThat(layout)
                    .hasToString("struct shape { __u8 id; struct point origin; struct point corners[2]; __u8[3];"
                            + " __u32 counts[3]; bool live; float area; void *owner;"
                            + " __s8 a; __u16 b; __s64 c; double d; }");
            assertThat(layout.size()).isEqualTo(72);
        }
    }

    @Nested
    class A_mistake {

        @Test
        void in_a_component_without_a_member_is_named() {
            fails(
                    () -> Layout.of(Event.class).i32("pid").chars("comm", 16).build(),
                    "Event.startTime has no member of its name in struct event { __s32 pid; char comm[16]; }."
                            + " Rename the component, or remove it.");
        }

        @Test
        void in_a_type_is_named() {
            fails(
                    () -> Layout.of(Event.class).u64("pid").build(),
                    "Event.pid: Java's Integer cannot hold __u64 pid. Use long, BigInteger or byte[]. The struct is"
                            + " struct event { __u64 pid; }.");
        }

        @Test
        void in_a_name_given_twice_is_named() {
            fails(
                    () -> event().i8("pid"),
                    "Cannot add a member pid: the struct already has a member of this name."
                            + " Give each member a different name.");
        }

        @Test
        void in_a_length_is_named() {
            fails(() -> event().padding(0), "An array cannot have 0 elements. Give a length of at least 1.");
            fails(() -> event().times(-1), "An array cannot have -1 elements. Give a length of at least 1.");
            fails(
                    () -> Layout.of(Event.class).times(2),
                    "Cannot repeat a member 2 times: the struct has no member yet. Add a member first.");
        }
    }
}
