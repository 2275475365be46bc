// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake in the object of an annotation has a message with its cause and its remedy. */
class BadObjectTest extends BadInput {

    @Nested
    class An_object {

        @Test
        void that_does_not_exist() {
            assertFails(
                    "no_object",
                    "Cannot find BPF object \"nowhere.bpf.o\": neither a class path resource (relative to"
                            + " io.bpfiterator.BadInput$Mistakes) nor a file (…/nowhere.bpf.o) exists. Compile the"
                            + " BPF program, or correct obj.");
            assertFails("no_absolute_object", "(no/where.bpf.o) nor a file (/no/where.bpf.o) exists. …");
        }

        @Test
        void that_exists_as_a_source_or_with_a_similar_name() {
            assertFails(
                    "object_of_a_source",
                    "… exists. Set obj to \"/io/bpfiterator/inheritance/who.bpf.c\", which exists, and is compiled on"
                            + " first use.");
            assertFails("misspelt_source", "… exists. Did you mean /io/bpfiterator/inheritance/who.bpf.c?");
        }

        @Test
        void that_is_not_an_elf_file(@TempDir Path directory) throws Exception {
            Path text = Files.writeString(directory.resolve("text.o"), "int main;");
            assertFails(
                    "not_elf",
                    Map.of("file", text.toString()),
                    "text.o is not an ELF file: it begins with the bytes 69 6e 74 20. Compile it with clang -O2 -g"
                            + " --target=bpf -c.");

            Path empty = Files.createFile(directory.resolve("empty.o"));
            assertFails("not_elf", Map.of("file", empty.toString()), "empty.o is not an ELF file: it is empty. …");
        }

        @Test
        void that_is_for_another_machine() {
            assertFails(
                    "not_elf",
                    Map.of("file", "/bin/true"),
                    "/bin/true is not a BPF object: it is an ELF file for …, not for BPF. …");
        }

        @Test
        void that_is_a_directory(@TempDir Path directory) {
            assertFails(
                    "not_elf",
                    Map.of("file", directory.toString()),
                    "Cannot open BPF object \"…\": it is a directory. Set obj to a file in it.");
        }

        @Test
        void that_is_truncated(@TempDir Path directory) throws Exception {
            byte[] whole = Files.readAllBytes(Path.of("target/test-classes/task.bpf.o"));
            for (int length : new int[] {20, 64, whole.length / 2, whole.length - 1}) {
                Path half = Files.write(directory.resolve("half.o"), Arrays.copyOf(whole, length));
                assertFails(
                        "not_elf",
                        Map.of("file", half.toString()),
                        "half.o is a truncated BPF object: it has " + length + " bytes, but its header requires …");
            }
        }

        @Test
        void that_is_damaged_inside(@TempDir Path directory) throws Exception {
            byte[] bytes = Files.readAllBytes(Path.of("target/test-classes/task.bpf.o"));
            Arrays.fill(bytes, 64, bytes.length * 3 / 4, (byte) 0x5a);
            Path damaged = Files.write(directory.resolve("damaged.o"), bytes);
            assertFails("not_elf", Map.of("file", damaged.toString()), "…damaged.o is damaged: …");
        }

        @Test
        void without_an_iterator_program() {
            assertFails(
                    "no_iterator",
                    "/no_iterator.bpf.o has no iterator program: it has only drop_all (socket). Mark an iterator with"
                            + " SEC(\"iter/TARGET\").");
            assertFails("only_data", "/only_data.bpf.o has no iterator program: it has only maps and data. …");
        }

        @Test
        void with_several_iterator_programs() {
            assertFails(
                    "several",
                    "/two_iterators.bpf.o has 2 iterator programs: count_tasks, count_maps. Choose one with program ="
                            + " \"…\".");
        }

        @Test
        void without_the_program() {
            assertFails(
                    "no_such_program",
                    "/two_iterators.bpf.o has no program count_ants. Choose one of its iterators: count_tasks,"
                            + " count_maps.");
            assertFails(
                    "program_is_no_iterator",
                    "Program drop_all of /two_iterators.bpf.o is not an iterator: its section is socket. Choose one"
                            + " of its"
                            + " iterators: count_tasks, count_maps.");
        }

        @Test
        @NeedsKernel
        void for_a_target_that_this_kernel_does_not_have() {
            assertFails(
                    "unknown_target",
                    "Cannot load /unknown_target.bpf.o: the running kernel has no iterator target martian, and no"
                            + " release"
                            + " of Linux has one (E…). Correct the program's SEC(\"iter/…\").\n"
                            + "The running kernel's iterator targets: …bpf_map, bpf_map_elem, …task, task_file, …");
        }

        @Test
        @NeedsKernel
        void that_the_verifier_refuses() {
            Throwable failure = assertFails(
                    "refused",
                    "The kernel's verifier refused program dump_task of /refused.bpf.o: R… invalid mem access"
                            + " '…ptr_or_null_' (EACCES). See the whole log in BpfException.log(), with debug = true,"
                            + " or with the command's -d.\n  refused.bpf.c:8: BPF_SEQ_PRINTF(…");
            BpfException cause = (BpfException) failure.getCause();
            assertThat(cause.log()).contains("BEGIN PROG LOAD LOG", "processed ");
            assertThat(cause.errno()).isPresent();
        }

        @Test
        @NeedsKernel
        void without_a_gpl_compatible_license() {
            assertFails(
                    "not_gpl",
                    "The kernel's verifier refused program dump_task of /not_gpl.bpf.o for its license: …GPL… (EINVAL)."
                            + " Declare char LICENSE[] SEC(\"license\") = \"GPL\" or another GPL-compatible license.\n"
                            + "  not_gpl.bpf.c:8: BPF_SEQ_PRINTF(…");
        }
    }
}
