package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.ObjectBtf;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Converts the C types of records.bpf.c, as clang describes them in BTF. */
class CodecTest {

    private static final Btf BTF = ObjectBtf.read("/records.bpf.o");
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private static <T> Codec<T> member(Class<T> type, String struct, String member) {
        return Codecs.of(type, BTF, memberType(struct, member), "The values");
    }

    private static <T> Codec<T> number(Class<T> type, String member) {
        return member(type, "numbers", member);
    }

    private static <T> Codec<T> struct(Class<T> type, String name) {
        return Codecs.of(type, BTF, BTF.structId(name).orElseThrow(), "The values");
    }

    private static int memberType(String struct, String member) {
        BtfType.Struct type = BTF.find(BtfType.Struct.class, struct).orElseThrow();
        return type.members().stream()
                .filter(candidate -> candidate.name().equals(member))
                .findFirst()
                .orElseThrow()
                .type();
    }

    private static ByteBuffer bytes(int size, Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        fill.accept(buffer);
        return buffer;
    }

    private static byte[] ofInt(int value) {
        return bytes(4, buffer -> buffer.putInt(value)).array();
    }

    private static byte[] ofLong(long value) {
        return bytes(8, buffer -> buffer.putLong(value)).array();
    }

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessage(message);
    }

    @Nested
    class An_integer {

        @ParameterizedTest
        @CsvSource({
            "s8, -128, 127", "u8, 0, 255",
            "s16, -32768, 32767", "u16, 0, 65535",
            "s32, -2147483648, 2147483647", "u32, 0, 4294967295",
            "s64, -9223372036854775808, 9223372036854775807"
        })
        void of_each_width_and_sign_fits_a_long_and_a_BigInteger(String member, long smallest, long largest) {
            for (long value : new long[] {smallest, 0, 1, largest}) {
                assertThat(round(number(Long.class, member), value)).isEqualTo(value);
                assertThat(round(number(BigInteger.class, member), BigInteger.valueOf(value)))
                        .isEqualTo(BigInteger.valueOf(value));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "s8, -128, 127, __s8", "u8, 0, 255, __u8",
            "s16, -32768, 32767, __s16", "u16, 0, 65535, __u16",
            "s32, -2147483648, 2147483647, __s32", "u32, 0, 4294967295, __u32"
        })
        void beyond_its_range_is_an_error(String member, long smallest, long largest, String name) {
            for (long value : new long[] {smallest - 1, largest + 1}) {
                String message = value + " does not fit " + name + " (" + smallest + " to " + largest
                        + "). Give a value in this range.";
                fails(() -> number(Long.class, member).encode(value), message);
                fails(() -> number(BigInteger.class, member).encode(BigInteger.valueOf(value)), message);
            }
        }

        @Test
        void is_a_Java_type_of_its_width() {
            assertThat(round(number(Byte.class, "s8"), (byte) -5)).isEqualTo((byte) -5);
            assertThat(round(number(Short.class, "s16"), (short) -5)).isEqualTo((short) -5);
            assertThat(round(number(Integer.class, "s32"), -5)).isEqualTo(-5);
            assertThat(round(number(int.class, "u32"), 5)).isEqualTo(5);
        }

        @Test
        void that_is_too_large_for_the_Java_type_does_not_become_negative() {
            assertThat(number(Integer.class, "u32").decode(ofInt(Integer.MAX_VALUE)))
                    .isEqualTo(Integer.MAX_VALUE);
            fails(
                    () -> number(Integer.class, "u32").decode(ofInt(-1)),
                    "4294967295 of __u32 does not fit Java's Integer (-2147483648 to 2147483647). Use a wider type.");
            fails(
                    () -> number(Byte.class, "u8").decode(new byte[] {-56}),
                    "200 of __u8 does not fit Java's Byte (-128 to 127). Use a wider type.");
        }

        @Test
        void of_64_unsigned_bits_is_a_long_of_its_bits_and_a_BigInteger_of_its_value() {
            assertThat(number(Long.class, "u64").decode(ofLong(-1))).isEqualTo(-1);
            assertThat(number(Long.class, "u64").encode(-1L)).isEqualTo(ofLong(-1));
            assertThat(number(BigInteger.class, "u64").decode(ofLong(-1)))
                    .isEqualTo(TWO_TO_64.subtract(BigInteger.ONE));
            assertThat(number(BigInteger.class, "u64").encode(TWO_TO_64.subtract(BigInteger.ONE)))
                    .isEqualTo(ofLong(-1));
            fails(
                    () -> number(BigInteger.class, "u64").encode(TWO_TO_64),
                    "18446744073709551616 does not fit __u64 (0 to 18446744073709551615). Give a value in this range.");
            fails(
                    () -> number(BigInteger.class, "s64").encode(TWO_TO_64),
                    "18446744073709551616 does not fit __s64 (-9223372036854775808 to 9223372036854775807). Give a"
                            + " value in this range.");
        }

        @Test
        void wider_than_the_Java_type_is_an_error() {
            fails(
                    () -> number(Integer.class, "u64"),
                    "The values: Java's Integer cannot hold __u64. Use long, BigInteger or byte[].");
            fails(
                    () -> number(Short.class, "s32"),
                    "The values: Java's Short cannot hold __s32. Use int, long or byte[].");
            fails(
                    () -> number(Byte.class, "u16"),
                    "The values: Java's Byte cannot hold __u16. Use int, long or byte[].");
        }

        @Test
        void of_128_bits_is_only_bytes() {
            assertThat(number(byte[].class, "s128").size()).isEqualTo(16);
            fails(() -> number(Long.class, "s128"), "The values: Java's Long cannot hold __int128. Use byte[].");
        }

        @Test
        void is_not_a_string() {
            fails(
                    () -> number(String.class, "u8"),
                    "The values: Java's String cannot hold __u8. Use short, int, long or byte[].");
        }

        @Test
        void refuses_bytes_of_another_size() {
            fails(
                    () -> number(Long.class, "u32").decode(new byte[3]),
                    "3 bytes were given instead of 4. Give exactly as many as the C type has.");
        }
    }

    @Nested
    class Bool {

        @Test
        void is_a_boolean() {
            assertThat(number(Boolean.class, "truth").encode(true)).containsExactly(1);
            assertThat(number(boolean.class, "truth").encode(false)).containsExactly(0);
            assertThat(number(Boolean.class, "truth").decode(new byte[] {1})).isTrue();
        }

        @Test
        void is_not_a_number_nor_the_reverse() {
            fails(
                    () -> number(Long.class, "truth"),
                    "The values: Java's Long cannot hold _Bool. Use boolean or byte[].");
            fails(
                    () -> number(Boolean.class, "u8"),
                    "The values: Java's Boolean cannot hold __u8. Use short, int, long or byte[].");
        }
    }

    @Nested
    class A_floating_point_number {

        @Test
        void is_a_Java_number_at_least_as_wide() {
            assertThat(round(number(Float.class, "single"), 1.5f)).isEqualTo(1.5f);
            assertThat(round(number(double.class, "single"), 1.5)).isEqualTo(1.5);
            assertThat(round(number(Double.class, "twice"), Math.PI)).isEqualTo(Math.PI);
        }

        @Test
        void that_does_not_fit_is_an_error() {
            fails(
                    () -> number(Double.class, "single").encode(1e300),
                    "1.0E300 does not fit float (" + -Float.MAX_VALUE + " to " + Float.MAX_VALUE
                            + "). Give a value in this range.");
            fails(
                    () -> number(Float.class, "twice"),
                    "The values: Java's Float cannot hold double. Use double or byte[].");
            fails(
                    () -> number(Long.class, "single"),
                    "The values: Java's Long cannot hold float. Use float, double or byte[].");
        }
    }

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
    class An_enumeration {

        enum Color {
            RED,
            GREEN,
            BLUE
        }

        enum Primary {
            RED,
            GREEN
        }

        enum Depth {
            BELOW,
            ABOVE
        }

        enum Wrong {
            RED,
            PURPLE
        }

        private final Codec<Color> color = member(Color.class, "event", "color");

        @Test
        void is_an_enum_by_its_names() {
            assertThat(color.decode(ofInt(7))).isEqualTo(Color.BLUE);
            assertThat(color.encode(Color.GREEN)).isEqualTo(ofInt(2));
            assertThat(round(number(Depth.class, "depth"), Depth.BELOW)).isEqualTo(Depth.BELOW);
            assertThat(number(Depth.class, "depth").encode(Depth.BELOW)).isEqualTo(ofInt(-2));
        }

        @Test
        void is_a_number() {
            assertThat(member(Integer.class, "event", "color").decode(ofInt(5))).isEqualTo(5);
            assertThat(member(long.class, "event", "color").encode(7L)).isEqualTo(ofInt(7));
        }

        @Test
        void of_64_bits_comes_from_newer_kernels() {
            Btf kernel = Btf.ofKernel();
            int id = IntStream.range(1, kernel.size())
                    .filter(candidate -> kernel.type(candidate) instanceof BtfType.Enum enumeration
                            && enumeration.size() == Long.BYTES)
                    .findFirst()
                    .orElseThrow();
            assertThat(Codecs.of(Long.class, kernel, id, "The values").decode(ofLong(1L << 40)))
                    .isEqualTo(1L << 40);
        }

        @Test
        void of_a_value_without_a_constant_is_an_error() {
            fails(
                    () -> member(Primary.class, "event", "color").decode(ofInt(7)),
                    "None of the constants GREEN, RED has the value 7 of"
                            + " enum color { RED = 1, GREEN = 2, BLUE = 7, AZURE = 7 }."
                            + " Add a constant to the Java enum, or use a number instead of the enum.");
        }

        @Test
        void without_an_enumerator_for_a_constant_is_an_error() {
            fails(
                    () -> member(Wrong.class, "event", "color"),
                    "The values: Wrong.PURPLE is not an enumerator of"
                            + " enum color { RED = 1, GREEN = 2, BLUE = 7, AZURE = 7 }."
                            + " Rename the constant, or remove it.");
        }

        @Test
        void is_not_a_string() {
            fails(
                    () -> member(String.class, "event", "color"),
                    "The values: Java's String cannot hold enum color. Use an enum, long or byte[].");
        }
    }

    @Nested
    class A_pointer {

        @ParameterizedTest
        @ValueSource(strings = {"text", "owner", "callback"})
        void is_its_address(String member) {
            assertThat(number(Long.class, member).decode(ofLong(0xffff888012345678L)))
                    .isEqualTo(0xffff888012345678L);
        }

        @Test
        void is_not_a_narrower_type() {
            fails(
                    () -> number(Integer.class, "owner"),
                    "The values: Java's Integer cannot hold struct task_struct *. Use long or byte[].");
            fails(
                    () -> number(String.class, "text"),
                    "The values: Java's String cannot hold char *. Use long or byte[].");
        }
    }

    @Nested
    class A_bit_field {

        record Bits(int kind, Byte delta, boolean urgent, An_enumeration.Color shade, long serial) {}

        record Squeezed(byte first, long second, long third) {}

        private final Codec<Bits> bits = struct(Bits.class, "event");

        @Test
        void is_read_and_written() {
            Bits value = new Bits(5, (byte) -7, true, An_enumeration.Color.BLUE, 0x8123456789L);
            assertThat(round(bits, value)).isEqualTo(value);
            Bits others = new Bits(2, (byte) 15, false, An_enumeration.Color.RED, 1);
            assertThat(round(bits, others)).isEqualTo(others);
        }

        @Test
        void may_span_nine_bytes() {
            Codec<Squeezed> codec = struct(Squeezed.class, "squeezed");
            Squeezed value = new Squeezed((byte) 15, 0x4000000000000001L, 0xffffffffL);
            assertThat(round(codec, value)).isEqualTo(value);
        }

        @Test
        void has_the_range_of_its_bits() {
            fails(
                    () -> bits.encode(new Bits(8, (byte) 0, true, An_enumeration.Color.RED, 0)),
                    "Bits.kind: 8 does not fit unsigned int kind : 3 (0 to 7). Give a value in this range.");
            fails(
                    () -> bits.encode(new Bits(0, (byte) -17, true, An_enumeration.Color.RED, 0)),
                    "Bits.delta: -17 does not fit int delta : 5 (-16 to 15). Give a value in this range.");
        }

        @Test
        void has_no_bytes_of_its_own() {
            record Raw(byte[] kind, byte[] urgent) {}

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> struct(Raw.class, "event"))
                    .withMessageStartingWith(
                            "The values: Raw.kind: Java's byte[] cannot hold unsigned int kind : 3. Use short, int,"
                                    + " long."
                                    + " The struct is struct event { int pid; ");
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

    private static <T> T round(Codec<T> codec, T value) {
        return codec.decode(codec.encode(value));
    }
}
