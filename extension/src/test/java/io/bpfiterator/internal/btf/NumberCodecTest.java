// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static io.bpfiterator.internal.btf.RecordCodecs.TWO_TO_64;
import static io.bpfiterator.internal.btf.RecordCodecs.fails;
import static io.bpfiterator.internal.btf.RecordCodecs.member;
import static io.bpfiterator.internal.btf.RecordCodecs.number;
import static io.bpfiterator.internal.btf.RecordCodecs.ofInt;
import static io.bpfiterator.internal.btf.RecordCodecs.ofLong;
import static io.bpfiterator.internal.btf.RecordCodecs.round;
import static io.bpfiterator.internal.btf.RecordCodecs.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, enumerations and pointers in records.bpf.c. */
class NumberCodecTest {

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
}
