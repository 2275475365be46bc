// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.CoreRelocation;
import io.bpfiterator.internal.files.ElfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.ObjectBtf;
import io.bpfiterator.support.Objects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an object uses of the kernel's types through CO-RE. */
class CoreRelocationTest {

    /** A copy of an object, in which a test changes the relocation records. */
    private static final class Copy {

        private static final int TYPE = 4;
        private static final int PATH = 8;
        private static final int KIND = 12;

        private final ByteBuffer bytes;

        private Copy(String object) {
            bytes = ByteBuffer.wrap(Objects.file(object).bytes().clone()).order(ByteOrder.nativeOrder());
        }

        /** Changes each record of a kind. */
        private Copy change(int kind, IntConsumer change) {
            int header =
                    (int) new ElfObject(bytes).section(".BTF.ext").orElseThrow().offset();
            int at = header + bytes.getInt(header + 4) + bytes.getInt(header + 24);
            int end = at + bytes.getInt(header + 28);
            int size = bytes.getInt(at);
            for (at += 4; at < end; ) {
                int count = bytes.getInt(at + 4);
                at += 8;
                for (int i = 0; i < count; i++, at += size) {
                    if (bytes.getInt(at + KIND) == kind) {
                        change.accept(at);
                    }
                }
            }
            return this;
        }

        /** Returns the offset of a string in the names of .BTF. */
        private int string(String text) {
            int header =
                    (int) new ElfObject(bytes).section(".BTF").orElseThrow().offset();
            int names = header + bytes.getInt(header + 4) + bytes.getInt(header + 16);
            String all = new String(bytes.array(), names, bytes.getInt(header + 20), StandardCharsets.ISO_8859_1);
            return all.indexOf("\0" + text + "\0") + 1;
        }

        private Copy become(int kind, int other) {
            return change(kind, at -> bytes.putInt(at + KIND, other));
        }

        private OpenedObject open() {
            return OpenedObject.open(ObjectFile.of("changed.bpf.o", bytes.array()));
        }

        private void isRefused(String problem) {
            OpenedObject object = open();
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(object::summary)
                    .withMessageMatching("changed.bpf.o is damaged: the relocation record of \\.BTF\\.ext for the"
                            + " instruction at \\d+ of \\?iter/task " + problem + "\\. Copy or compile it again, .*");
        }
    }

    private static final int BYTE_OFF = 0;
    private static final int BYTE_SZ = 1;
    private static final int TYPE_EXISTS = 8;
    private static final int ENUMVAL_VALUE = 11;
    private static final int TYPE_MATCHES = 12;

    private static List<CoreRelocation> relocations(String object) {
        return OpenedObject.open(Objects.file(object)).summary().relocations();
    }

    private static Stream<String> lines(List<CoreRelocation> relocations) {
        return relocations.stream().map(relocation -> relocation.name() + " " + relocation.kind());
    }

    private static CoreRelocation relocation(String line) {
        return relocations("core").stream()
                .filter(relocation -> line.equals(relocation.name() + " " + relocation.kind()))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class What_an_object_uses {

        @Test
        void is_listed_once_by_name_and_kind() {
            assertThat(lines(relocations("core")))
                    .containsExactly(
                            "enum bpf_map_type___made_up::BPF_MAP_TYPE_MARTIAN___made_up enumval_exists",
                            "enum bpf_map_type___made_up::BPF_MAP_TYPE_MARTIAN___made_up enumval_value",
                            "struct bpf_iter__task.meta byte_off",
                            "struct bpf_iter__task.task byte_off",
                            "struct bpf_iter_meta.seq byte_off",
                            "struct martian type_exists",
                            "struct martian type_size",
                            "struct martian.antennas byte_sz",
                            "struct task_struct local_type_id",
                            "struct task_struct target_type_id",
                            "struct task_struct.comm[3] byte_off",
                            "struct task_struct.pid byte_off",
                            "struct task_struct___made_up.antennas byte_off",
                            "struct task_struct___made_up.antennas field_exists",
                            "struct task_struct___made_up.in_execve byte_off",
                            "struct task_struct___made_up.in_execve byte_sz",
                            "struct task_struct___made_up.in_execve lshift_u64",
                            "struct task_struct___made_up.in_execve rshift_u64",
                            "struct task_struct___made_up.in_execve signed");
        }

        @Test
        void is_nothing_without_a_relocation() {
            assertThat(relocations("no_iterator")).isEmpty();
        }

        @Test
        void has_a_number_for_a_kind_that_this_version_does_not_know() {
            CoreRelocation unknown = new Copy("core")
                    .become(TYPE_EXISTS, 99).open().summary().relocations().stream()
                            .filter(relocation -> relocation.kind().equals("99"))
                            .findFirst()
                            .orElseThrow();

            assertThat(unknown.name()).isEqualTo("struct martian");
            assertThat(unknown.isRequired()).isFalse();
            assertThat(unknown.isIn(ObjectBtf.read("/core.bpf.o"))).isEmpty();
        }
    }

    @Nested
    @NeedsKernel
    class A_kernel {

        private final Btf kernel = Btf.ofKernel();

        @ParameterizedTest
        @CsvSource({
            "struct task_struct.pid byte_off, true, true",
            "struct task_struct.comm[3] byte_off, true, true",
            "struct task_struct___made_up.in_execve signed, true, true",
            "struct task_struct target_type_id, false, true",
            "struct task_struct local_type_id, false, true",
            "struct task_struct___made_up.antennas byte_off, true, false",
            "struct task_struct___made_up.antennas field_exists, false, false",
            "struct martian type_exists, false, false",
            "struct martian type_size, false, false",
            "struct martian.antennas byte_sz, true, false",
            "enum bpf_map_type___made_up::BPF_MAP_TYPE_MARTIAN___made_up enumval_value, true, false",
            "enum bpf_map_type___made_up::BPF_MAP_TYPE_MARTIAN___made_up enumval_exists, false, false"
        })
        void has_what_it_has_and_requires_what_is_no_check(String line, boolean required, boolean has) {
            CoreRelocation relocation = relocation(line);

            assertThat(relocation.isRequired()).isEqualTo(required);
            assertThat(relocation.isIn(kernel)).isEqualTo(Optional.of(has));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                struct task_struct___made_up.antennas byte_off | struct task_struct has no member antennas on Linux 9
                struct martian.antennas byte_sz                | Linux 9 has no struct martian outside of modules
                enum bpf_map_type___made_up::BPF_MAP_TYPE_MARTIAN___made_up enumval_value \
                | enum bpf_map_type has no BPF_MAP_TYPE_MARTIAN on Linux 9
                """)
        void lacks_what_the_reason_says(String line, String reason) {
            assertThat(relocation(line).lack(kernel, "Linux 9")).startsWith(reason);
        }

        /** Returns the lines that a program prints, which has asked libbpf. */
        private List<String> answers(OpenedObject object, String program) {
            try (LoadedObject loaded = object.load()) {
                return loaded.program(program).pin().lines();
            }
        }

        private List<String> lines(OpenedObject object, String kinds) {
            return object.summary().relocations().stream()
                    .filter(relocation -> relocation.kind().matches(kinds))
                    .map(relocation -> relocation.name() + " " + relocation.kind() + " "
                            + (relocation.isIn(kernel).orElseThrow() ? 1 : 0))
                    .toList();
        }

        @Test
        void gives_the_answers_that_libbpf_gives() {
            OpenedObject object = OpenedObject.open(Objects.file("core_checks"));

            assertThat(lines(object, ".*_exists|type_size"))
                    .contains("struct task_struct.pid field_exists 1", "struct martian type_exists 0")
                    .containsExactlyInAnyOrderElementsOf(answers(object, "checks"));
        }

        @Test
        void matches_the_declarations_that_match_for_libbpf() {
            OpenedObject object =
                    new Copy("core_matches").become(TYPE_EXISTS, TYPE_MATCHES).open();

            assertThat(lines(object, "type_matches"))
                    .contains("struct list_head type_matches 1", "struct list_head___longer type_matches 0")
                    .containsExactlyInAnyOrderElementsOf(answers(object, "matches"));
        }
    }

    @Nested
    class A_relocation_is_damaged {

        @Test
        void if_it_leads_to_a_member_that_its_struct_does_not_have() {
            Copy copy = new Copy("core");
            int path = copy.string("0:1");
            copy.change(BYTE_SZ, at -> copy.bytes.putInt(at + Copy.PATH, path))
                    .isRefused("leads to part 1 of type \\d+ of \\.BTF, which has 1 part");
        }

        @Test
        void if_it_leads_into_a_type_without_parts() {
            Copy copy = new Copy("core");
            copy.change(BYTE_OFF, at -> copy.bytes.putInt(at + Copy.TYPE, 0))
                    .isRefused("leads to part \\d of type 0 of \\.BTF, which has 0 parts");
        }

        @Test
        void if_it_is_about_an_enumerator_of_a_type_without_them() {
            Copy copy = new Copy("core");
            copy.change(ENUMVAL_VALUE, at -> copy.bytes.putInt(at + Copy.TYPE, 0))
                    .isRefused("is about enumerator 0 of type 0 of \\.BTF, which has 0 enumerators");
        }
    }
}
