// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.btf.Btf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The header {@code vmlinux.h}, which is generated from the types of a kernel. */
class VmlinuxHeaderTest extends CountingClang {

    /** Returns few types, because to generate and compile those of the running kernel takes seconds. */
    private KernelTypes few() throws IOException {
        Path program =
                write("types.bpf.c", "struct task_struct { int pid; } task;\nstruct file { long flags; } file;\n");
        Path types = Files.write(
                directory.resolve("types"),
                new BpfCompiler(CompilerOptions.fromSystemProperties().withCache(directory.resolve("other")))
                        .compile(program));
        return KernelTypes.in(types, notes("few types"));
    }

    private static byte[] notes(String buildId) {
        ByteBuffer notes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        notes.putInt(6).putInt(4).putInt(257).put("Linux\0\0\0".getBytes()).putInt(0);
        notes.putInt(4)
                .putInt(buildId.length())
                .putInt(3)
                .put("GNU\0".getBytes())
                .put(buildId.getBytes());
        return Arrays.copyOf(notes.array(), notes.position());
    }

    @Test
    void is_generated_once_and_only_for_sources_that_include_it() throws Exception {
        types = few();
        compile();
        assertThat(options.cache().resolve("vmlinux")).doesNotExist();

        write("answer.h", "#include <vmlinux.h>\n#define ANSWER sizeof(struct task_struct)\n");
        compile();
        compile();
        assertThat(runs()).isEqualTo(3);

        Files.writeString(source, "#include \"vmlinux.h\"\nstruct task_struct *task;\n");
        compile();
        assertThat(runs()).isEqualTo(4);
    }

    @Test
    void leads_to_an_object_only_for_this_kernel() throws Exception {
        types = few();
        Files.writeString(source, "#include <vmlinux.h>\nint answer = sizeof(struct task_struct);\n");
        compile();
        Files.writeString(source, "int answer = 42;\n");
        compile();

        try (Stream<Path> kept = Files.list(options.cache().resolve("objects"))) {
            assertThat(kept.filter(file -> file.toString().endsWith(".bpf.o"))).hasSize(2);
        }
    }

    @Test
    void is_not_generated_if_one_is_next_to_the_source() throws Exception {
        write("vmlinux.h", "#define ANSWER 1\n");
        Files.writeString(source, "#include <vmlinux.h>\nint answer = ANSWER;\n");

        compile();

        assertThat(options.cache().resolve("vmlinux")).doesNotExist();
    }

    @Test
    void has_the_types_of_its_kernel_also_of_another_than_the_running_one() throws Exception {
        Path btf = Files.copy(Btf.KERNEL, directory.resolve("btf"));
        Files.writeString(source, "#include <vmlinux.h>\nint answer = sizeof(struct task_struct);\n");
        byte[] here = compile();

        byte[] there = new BpfCompiler(options, KernelTypes.in(btf, notes("another kernel"))).compile(source);

        assertThat(there).isEqualTo(here);
        assertThat(runs())
                .as("for each kernel one that fails without vmlinux.h, and one with it")
                .isEqualTo(4);
        assertThat(options.cache().resolve("vmlinux"))
                .isDirectoryContaining(kernel ->
                        kernel.getFileName().toString().equals(HexFormat.of().formatHex("another kernel".getBytes())));
    }

    @Nested
    class That_lacks_something {

        @BeforeEach
        void have_few_types() throws Exception {
            types = few();
        }

        private void assertLacking(String line, String lacks) throws Exception {
            Files.writeString(source, "#include \"vmlinux.h\"\n" + line + "\n");
            assertThat(failure())
                    .hasMessageContaining(", and " + lacks + ". Use a header that has it, with"
                            + " -Dbpfiterator.vmlinux=host or =/path/to/vmlinux.h, or declare it in the source. ");
        }

        @Test
        void is_named_with_its_kernel() throws Exception {
            String header = "vmlinux.h of the kernel " + directory.resolve("types");

            assertLacking("dmabuf_t *buffer;", header + " lacks dmabuf_t");
            assertLacking("int size = sizeof(struct dma_buf);", header + " lacks struct dma_buf");
            assertLacking(
                    "int state(struct task_struct *task) { return task->__state; }",
                    "struct task_struct in " + header + " lacks __state");
        }

        @Test
        void is_not_blamed_for_another_mistake() throws Exception {
            Files.writeString(source, "#include \"vmlinux.h\"\nstruct own { int a; }; struct own own = { .b = 1 };\n");

            assertThat(failure()).hasMessageNotContaining("vmlinux.h");
        }
    }

    @Nested
    class That_is_given {

        @BeforeEach
        void include() throws Exception {
            Files.writeString(source, "#include <vmlinux.h>\nint answer = ANSWER;\n");
        }

        @Test
        void is_used_instead_of_the_generated_one() throws Exception {
            Path header = Files.writeString(
                    Files.createDirectory(directory.resolve("given")).resolve("vmlinux.h"), "#define ANSWER 1\n");
            options = options.withVmlinux(header);
            byte[] first = compile();
            compile();

            Files.writeString(header, "#define ANSWER 2\n");

            assertThat(compile()).isNotEqualTo(first);
            assertThat(runs()).isEqualTo(2);
            assertThat(options.cache().resolve("vmlinux")).doesNotExist();
        }

        @Test
        void must_exist_and_have_that_name() {
            options = options.withVmlinux(directory.resolve("nowhere/vmlinux.h"));
            assertThat(failure())
                    .hasMessage("Cannot use " + directory.resolve("nowhere/vmlinux.h")
                            + " as vmlinux.h: the file does not exist. Correct its path.");

            options = options.withVmlinux(directory.resolve("answer.h"));
            assertThat(failure())
                    .hasMessage("Cannot use " + directory.resolve("answer.h")
                            + " as vmlinux.h: sources include it by that name. Rename the file.");
        }

        @Test
        void may_be_the_one_of_another_kernel() throws Exception {
            types = few();
            Path header = new BpfCompiler(options, types).vmlinux();
            types = KernelTypes.ofRunning();
            options = options.withVmlinux(header);
            Files.writeString(source, "#include <vmlinux.h>\nint answer = sizeof(struct task_struct);\n");

            assertThat(compile()).isNotEmpty();
            assertThat(runs()).isEqualTo(1);
        }
    }

    @Test
    void is_read_from_the_shared_cache() throws Exception {
        types = few();
        Files.writeString(source, "#include <vmlinux.h>\nint answer = sizeof(struct task_struct);\n");
        compile();
        Files.writeString(source, "#include <vmlinux.h>\nint answer = sizeof(struct file);\n");

        compileWithShared();

        assertThat(own.resolve("objects")).isNotEmptyDirectory();
        assertThat(own.resolve("vmlinux")).doesNotExist();
    }
}
