// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.files.ElfObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The BTF of clang before 15 does not say that an enumeration is signed, and has only 4 bytes of each enumerator. The
 * BTF of the installed clang is changed to that form.
 */
class EnumerationsOfOldCompilersTest {

    private static final int KIND_ENUM = 6 << 24;
    private static final int SIGNED = 1 << 31;

    private enum Depth {
        BELOW,
        ABOVE
    }

    private ByteBuffer btf;
    private int at;

    @BeforeEach
    void find() throws IOException {
        try (InputStream file = EnumerationsOfOldCompilersTest.class.getResourceAsStream("/records.bpf.o")) {
            ElfObject elf = new ElfObject(ByteBuffer.wrap(file.readAllBytes()));
            ByteBuffer section = elf.contents(elf.section(".BTF").orElseThrow());
            btf = ByteBuffer.allocate(section.remaining()).put(section).flip().order(ByteOrder.nativeOrder());
        }
        at = typeOf("depth");
    }

    /** Returns the offset of an enumeration of two enumerators. */
    private int typeOf(String name) {
        byte[] all = btf.array();
        int strings = btf.getInt(4) + btf.getInt(16);
        int nameAt = new String(all, StandardCharsets.ISO_8859_1).indexOf("\0" + name + "\0", strings) + 1 - strings;
        for (int type = btf.getInt(4); type < strings; type += Integer.BYTES) {
            if (btf.getInt(type) == nameAt && (btf.getInt(type + 4) & ~SIGNED) == (KIND_ENUM | 2)) {
                return type;
            }
        }
        throw new AssertionError("There is no enum " + name);
    }

    private <T> Codec<T> codec(Class<T> type) {
        Btf parsed = Btf.parse(btf.array(), "the BTF under test");
        int id = IntStream.range(1, parsed.size())
                .filter(each -> parsed.type(each) instanceof BtfType.Enum found
                        && found.name().equals("depth"))
                .findFirst()
                .orElseThrow();
        return Codecs.of(type, parsed, id, "The value");
    }

    private <T> T decode(Class<T> type, int value) {
        return codec(type)
                .decode(ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(0, value));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SIGNED})
    void a_value_that_would_be_negative_is_negative_whether_the_compiler_says_so_or_not(int sign) {
        btf.putInt(at + 4, btf.getInt(at + 4) & ~SIGNED | sign);
        assertThat(decode(Integer.class, -2)).isEqualTo(-2);
        assertThat(decode(Long.class, -2)).isEqualTo(-2L);
        assertThat(decode(Depth.class, -2)).isEqualTo(Depth.BELOW);
        assertThat(decode(Depth.class, 3)).isEqualTo(Depth.ABOVE);
    }

    @Test
    void an_enumerator_of_8_bytes_needs_a_newer_compiler() {
        btf.putInt(at + 8, Long.BYTES);
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> codec(Depth.class))
                .withMessageContainingAll("Cannot read enum depth as Depth", "clang 15 or newer, or use long");
    }
}
