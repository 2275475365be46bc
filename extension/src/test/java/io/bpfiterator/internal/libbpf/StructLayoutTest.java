// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.support.NeedsKernel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields are where a C compiler puts them. */
class StructLayoutTest {

    @Nested
    class A_field {

        @Test
        void is_aligned_to_its_size() {
            StructLayout layout = new StructLayout("any");
            assertThat(layout.int8("a")).isEqualTo(new Field("a", 0, 1));
            assertThat(layout.pointer("b")).isEqualTo(new Field("b", 8, 8));
            assertThat(layout.int16("c")).isEqualTo(new Field("c", 16, 2));
            assertThat(layout.int32("d")).isEqualTo(new Field("d", 20, 4));
            assertThat(layout.bytes("e", 3)).isEqualTo(new Field("e", 24, 3));
            assertThat(layout.size()).isEqualTo(32);
        }

        @Test
        void holds_an_integer_an_address_or_a_text() {
            StructLayout layout = new StructLayout("any");
            Field small = layout.int32("small");
            Field large = layout.int64("large");
            Field address = layout.pointer("address");
            Field text = layout.bytes("text", 8);
            CStruct struct = new CStruct(layout);
            Memory memory = new Memory(8);

            struct.set(small, -1);
            struct.set(large, Long.MIN_VALUE);
            struct.set(address, memory);
            struct.set(text, "lo");

            assertThat(struct.intOf(small)).isEqualTo(-1);
            assertThat(struct.longOf(large)).isEqualTo(Long.MIN_VALUE);
            assertThat(struct.getPointer(address.offset())).isEqualTo(memory);
            assertThat(struct.textOf(text)).isEqualTo("lo");
            assertThat(struct.bytesOf(text)).startsWith('l', 'o', 0);
        }

        @Test
        void is_zero_at_first() {
            StructLayout layout = new StructLayout("any");
            Field field = layout.int64("field");

            assertThat(new CStruct(layout).longOf(field)).isZero();
        }
    }

    @Nested
    @NeedsKernel
    class The_running_kernel {

        private static final Map<String, String> QUERIES = Map.of(
                "bpf_map_info", "io.bpfiterator.internal.map.MapInfoQuery",
                "bpf_btf_info", "io.bpfiterator.internal.map.LoadedBtf",
                "bpf_prog_info", "io.bpfiterator.internal.iterator.ProgramInfoQuery",
                "bpf_link_info", "io.bpfiterator.internal.iterator.LinkInfoQuery");

        @ParameterizedTest
        @ValueSource(strings = {"bpf_map_info", "bpf_btf_info", "bpf_prog_info", "bpf_link_info"})
        void has_the_fields_at_the_same_offsets(String struct) throws ReflectiveOperationException {
            var field = Class.forName(QUERIES.get(struct)).getDeclaredField("LAYOUT");
            field.setAccessible(true);
            StructLayout layout = (StructLayout) field.get(null);
            Map<String, Integer> offsets = new HashMap<>();
            Btf.ofKernel().find(BtfType.Struct.class, struct).orElseThrow().members().stream()
                    .filter(member -> !member.name().isEmpty())
                    .forEach(member -> offsets.put(member.name(), member.bitOffset() / Byte.SIZE));

            assertThat(layout.name()).isEqualTo(struct);
            assertThat(layout.fields())
                    .filteredOn(declared -> offsets.containsKey(declared.name()))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(declared -> assertThat(offsets).containsEntry(declared.name(), declared.offset()));
        }
    }
}
