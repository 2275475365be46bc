// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.files.ElfObject;
import io.bpfiterator.support.Objects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An object with a reference that leads nowhere is refused before libbpf follows it. */
class DamagedObjectTest {

    /** A copy of an object, in which a test changes single words. */
    private static final class Copy {

        private final ByteBuffer bytes;
        private final ElfObject elf;

        private Copy(String object) {
            this.bytes = ByteBuffer.wrap(Objects.file(object).bytes().clone()).order(ByteOrder.nativeOrder());
            this.elf = new ElfObject(bytes);
        }

        private int section(String name) {
            return (int) elf.section(name).orElseThrow().offset();
        }

        private int header(String name) {
            return (int) bytes.getLong(40)
                    + 64 * elf.section(name).orElseThrow().index();
        }

        /** Returns the offset of the first type of a kind. */
        private int type(int kind) {
            int start = section(".BTF");
            int at = start + bytes.getInt(start + 4) + bytes.getInt(start + 8);
            while ((bytes.getInt(at + 4) >>> 24 & 0x1f) != kind) {
                at += 12 + trailingBytes(bytes.getInt(at + 4));
            }
            return at;
        }

        private static int trailingBytes(int info) {
            int count = info & 0xffff;
            return switch (info >>> 24 & 0x1f) {
                case 1, 14, 17 -> 4;
                case 3 -> 12;
                case 4, 5, 15 -> 12 * count;
                case 6, 13 -> 8 * count;
                default -> 0;
            };
        }

        /** Returns the first record of a part of .BTF.ext, whose offset is at a position of the header. */
        private int record(int position) {
            int start = section(".BTF.ext");
            return start + bytes.getInt(start + 4) + bytes.getInt(start + position) + 12;
        }

        private Copy putInt(int at, int value) {
            bytes.putInt(at, value);
            return this;
        }

        private Copy putLong(int at, long value) {
            bytes.putLong(at, value);
            return this;
        }

        private void isRefused(String problem) {
            refused(bytes.array(), "damaged.bpf.o is damaged: " + problem + ". Copy or compile it again, …");
        }
    }

    private static void refused(byte[] bytes, String message) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> OpenedObject.open(ObjectFile.of("damaged.bpf.o", bytes)))
                .satisfies(failure -> assertThat(failure.isUnavailable()).isFalse())
                .satisfies(failure ->
                        assertThat(failure.getMessage()).matches("\\Q" + message.replace("…", "\\E.*\\Q") + "\\E"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DamagedObjectTest.class.getResourceAsStream(name)) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Nested
    class Objects_that_once_did_harm {

        @ParameterizedTest
        @ValueSource(strings = {"kills-0-x_kfuncs.o", "kills-2-x_kfuncs.o", "kills-4-x_functions.o"})
        void by_ending_the_jvm_are_refused(String name) throws IOException {
            refused(resource(name), "damaged.bpf.o is damaged: type … of .BTF …. Copy or compile it again, …");
        }

        @Test
        void by_a_search_without_an_end_are_refused() throws IOException {
            refused(resource("typedef-loop.o"), "damaged.bpf.o is damaged: type … (__u32) of .BTF contains itself. …");
        }

        @Test
        void by_an_unclear_exception_are_refused() throws IOException {
            refused(
                    resource("unclear-2728.o"),
                    "Cannot open damaged.bpf.o: the global variables in damaged.bss have … bytes, and this JVM has…");
        }
    }

    @Nested
    class A_type {

        private static final int INT = 1;
        private static final int POINTER = 2;
        private static final int ARRAY = 3;
        private static final int STRUCT = 4;
        private static final int TYPEDEF = 8;
        private static final int FUNCTION = 12;
        private static final int PROTOTYPE = 13;
        private static final int SECTION = 15;

        private final Copy copy = new Copy("globals");

        @Test
        void cannot_refer_to_a_type_that_does_not_exist() {
            copy.putInt(copy.type(POINTER) + 8, 9999)
                    .isRefused("type … of .BTF is damaged: it refers to type 9999, but the last is …");
        }

        @Test
        void cannot_have_a_name_outside_of_the_names() {
            copy.putInt(copy.type(STRUCT), -1)
                    .isRefused("type … of .BTF is damaged: its name is at 4294967295, but the names have … bytes");
        }

        @Test
        void cannot_have_a_member_of_a_type_that_does_not_exist() {
            copy.putInt(copy.type(STRUCT) + 16, 9999)
                    .isRefused("type … of .BTF is damaged: member 0 refers to type 9999, but the last is …");
        }

        @Test
        void cannot_have_a_member_that_ends_after_it() {
            copy.putInt(copy.type(STRUCT) + 20, 1 << 20)
                    .isRefused("type … of .BTF has … bytes, but member 0 ends after them");
        }

        @Test
        void cannot_be_more_parts_than_there_are() {
            int type = copy.type(SECTION);
            copy.putInt(type + 4, copy.bytes.getInt(type + 4) | 0xffff)
                    .isRefused("the types of .BTF end in the middle of type …");
        }

        @Test
        void cannot_be_an_integer_without_bytes() {
            copy.putInt(copy.type(INT) + 8, 0).isRefused("type … of .BTF cannot have 0 bytes");
        }

        @Test
        void cannot_be_larger_than_the_memory() {
            copy.putInt(copy.type(ARRAY) + 20, -1).isRefused("type … of .BTF has … bytes, more than the kernel allows");
        }

        @Test
        void cannot_be_a_function_without_a_prototype() {
            copy.putInt(copy.type(FUNCTION) + 8, 1)
                    .isRefused("type … of .BTF is a function, but type 1 is not a prototype");
        }

        @Test
        void cannot_have_a_parameter_of_a_type_that_does_not_exist() {
            copy.putInt(copy.type(PROTOTYPE) + 16, -5)
                    .isRefused("type … of .BTF is damaged: parameter 0 refers to type 4294967291, but the last is …");
        }

        @Test
        void cannot_be_a_prototype_with_itself_as_a_parameter() {
            int prototype = copy.bytes.getInt(copy.type(FUNCTION) + 8);
            copy.putInt(copy.type(PROTOTYPE) + 16, prototype).isRefused("type … of .BTF points to itself");
        }

        @Test
        void cannot_have_a_member_without_a_size() {
            copy.putInt(copy.type(STRUCT) + 16, 0).isRefused("type … of .BTF has member 0 of a type without a size");
        }

        @Test
        void of_a_kind_that_this_version_does_not_know_is_left_to_libbpf() {
            Copy maps = new Copy("maps");
            maps.putInt(maps.type(TYPEDEF) + 4, 25 << 24);

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> OpenedObject.open(ObjectFile.of("newer.bpf.o", maps.bytes.array())))
                    .withMessageStartingWith("libbpf cannot open newer.bpf.o: ");
        }
    }

    @Nested
    class A_record_about_instructions {

        private static final int FUNCTIONS = 8;
        private static final int LINES = 16;
        private static final int RELOCATIONS = 24;

        private final Copy copy = new Copy("functions");

        @Test
        void cannot_be_about_an_instruction_after_the_last() {
            copy.putInt(copy.record(LINES), 80_000)
                    .isRefused(
                            "line record 0 of .BTF.ext for … is about an instruction at 80000, but the section has …");
        }

        @Test
        void cannot_have_a_file_without_a_name() {
            copy.putInt(copy.record(LINES) + 4, -1)
                    .isRefused("line record 0 of .BTF.ext for … has a file whose name is at 4294967295, but …");
        }

        @Test
        void cannot_refer_to_a_function_that_does_not_exist() {
            copy.putInt(copy.record(FUNCTIONS) + 4, 9999)
                    .isRefused("function record 0 of .BTF.ext for … refers to type 9999, which is not a function");
        }

        @Test
        void cannot_have_a_field_without_a_path() {
            Copy relocated = new Copy("kfuncs");
            relocated
                    .putInt(relocated.record(RELOCATIONS) + 8, 1)
                    .isRefused("relocation record 0 of .BTF.ext for … has the path \"…\" instead of one such as 0:1");
        }
    }

    @Nested
    class A_table_of_the_file {

        private final Copy copy = new Copy("functions");

        @Test
        void cannot_have_a_section_outside_of_the_file() {
            copy.putLong(copy.header("license") + 24, 1L << 40)
                    .isRefused("section … (license) is at 1099511627776 with 4 bytes, but the file has … bytes");
        }

        @Test
        void cannot_have_a_symbol_outside_of_its_section() {
            int symbols = copy.section(".symtab");
            int function = copy.elf.symbols().stream()
                    .filter(ElfObject.Symbol::isFunction)
                    .findFirst()
                    .orElseThrow()
                    .index();
            copy.putLong(symbols + function * 24 + 16, -8)
                    .isRefused("symbol … is at … with 18446744073709551608 bytes, outside of section …");
        }

        @Test
        void cannot_have_a_relocation_outside_of_its_section() {
            ElfObject.Relocation relocation = copy.elf.relocations().get(0);
            copy.putLong((int) relocation.relocations().offset(), -8)
                    .isRefused("relocation 0 in section … is at 18446744073709551608, outside of section …");
        }

        @Test
        void cannot_have_a_relocation_for_a_symbol_that_does_not_exist() {
            ElfObject.Relocation relocation = copy.elf.relocations().get(0);
            copy.putInt((int) relocation.relocations().offset() + 12, 9999)
                    .isRefused("relocation 0 in section … refers to symbol 9999, but there are … symbols");
        }

        @Test
        void cannot_have_a_variable_outside_of_its_section() {
            Copy globals = new Copy("globals");
            globals.putInt(globals.type(15) + 20, 1 << 30)
                    .isRefused("variable … of .BTF is at 0 with 1073741824 bytes, but section … has …");
        }
    }

    @Nested
    class An_object_for_another_byte_order {

        @Test
        void is_refused_by_the_name_of_the_order() {
            byte[] bytes = Objects.file("task").bytes().clone();
            bytes[5] = 2;
            bytes[18] = 0;
            bytes[19] = (byte) 247;

            refused(
                    bytes,
                    "damaged.bpf.o is a BPF object for another byte order: it is big-endian, and this machine is"
                            + " little-endian. Compile it with clang -O2 -g --target=bpf -c.");
        }
    }

    static Stream<Path> objects() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/test-classes"))) {
            return files.filter(file -> file.toString().endsWith(".bpf.o")).sorted().toList().stream();
        }
    }

    /** The check refuses nothing that a compiler wrote. */
    @ParameterizedTest
    @MethodSource("objects")
    void an_object_of_a_compiler_passes(Path file) {
        assertThatNoException().isThrownBy(() -> ObjectCheck.check(ObjectFile.read(file)));
    }

    @Test
    void an_object_without_types_passes() throws Exception {
        Path object = Files.createTempFile("bpf-iterator", ".o");
        try {
            Process clang = new ProcessBuilder(
                            List.of("clang", "-O2", "--target=bpf", "-xc", "-c", "-", "-o", object.toString()))
                    .start();
            clang.getOutputStream().write("int x = 1; int f(void) { return x; }".getBytes(StandardCharsets.US_ASCII));
            clang.getOutputStream().close();
            assertThat(clang.waitFor()).isZero();

            assertThatNoException().isThrownBy(() -> ObjectCheck.check(ObjectFile.read(object)));
        } finally {
            Files.delete(object);
        }
    }
}
