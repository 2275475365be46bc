// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.SystemProperty;
import io.bpfiterator.support.Tests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C sources as the object of an annotation, with a separate cache. */
class SourceTest {

    private static final String CACHE = "bpfiterator.cache";

    @TempDir
    Path cache;

    private SystemProperty property;

    @BeforeEach
    void useTheCache() {
        property = SystemProperty.set(CACHE, cache.toString());
    }

    @AfterEach
    void forgetTheCache() {
        property.close();
    }

    static class Reading {
        @Test
        void reads(@BpfIterator(obj = "sources/vmlinux_task.bpf.c") IteratorReader tasks) {
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(ProcessHandle.current().pid());
        }
    }

    static class ReadingAFile {
        @Test
        void reads(@BpfIterator(obj = "${file}") IteratorReader tasks) {
            assertThat(tasks).isNotEmpty();
        }
    }

    @Test
    @NeedsKernel
    void a_source_in_a_subpackage_that_includes_vmlinux_h_is_read() {
        Tests.run(Reading.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    @NeedsKernel
    void a_source_file_outside_the_class_path_is_read() {
        Tests.run(ReadingAFile.class, Map.of("file", "src/test/bpf/task.bpf.c"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void a_syntax_error_fails_the_test(@TempDir Path directory) throws Exception {
        Path source = Files.writeString(directory.resolve("wrong.bpf.c"), "int wrong = undefined;\n");

        Throwable failure = Tests.failureOf(ReadingAFile.class, "reads", Map.of("file", source.toString()));

        assertThat(failure).hasRootCauseInstanceOf(BpfException.class).hasMessageContaining(source + ":1:13: ");
    }

    @Test
    void a_missing_source_is_named() {
        Throwable failure = Tests.failureOf(ReadingAFile.class, "reads", Map.of("file", "nowhere.bpf.c"));

        assertThat(failure)
                .hasMessageContaining("Cannot find C source \"nowhere.bpf.c\": neither a class path resource")
                .hasMessageEndingWith(") exists. Correct obj.");
    }

    @Test
    void without_clang_the_failure_says_what_to_install() throws Exception {
        ForkedTests.Result result =
                ForkedTests.run(Reading.class, List.of(), "-D" + CACHE + "=" + cache, "-Dbpfiterator.clang=/no/clang");

        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("Cannot run \"/no/clang\" to compile C sources: ", ". Install clang");
    }

    @Test
    @NeedsKernel
    void without_the_kernels_btf_there_is_no_vmlinux_h() throws Exception {
        ForkedTests.Result result = ForkedTests.run(
                Reading.class,
                List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /sys/kernel/btf && exec \"$@\"", "sh"),
                "-D" + CACHE + "=" + cache);

        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "Cannot generate vmlinux.h, which vmlinux_task.bpf.c includes: the running kernel shows no BTF"
                                + " at"
                                + " /sys/kernel/btf/vmlinux. Put a vmlinux.h next to the source, or use a kernel built"
                                + " with"
                                + " CONFIG_DEBUG_INFO_BTF=y.");
    }

    @Test
    @NeedsKernel
    void an_object_compiled_with_another_kernels_vmlinux_h_is_compiled_again(@TempDir Path directory) throws Exception {
        Tests.run(Reading.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        Path types = Files.write(directory.resolve("btf"), new byte[] {1, 2, 3});
        Path notes = Files.writeString(directory.resolve("notes"), "\4\0\0\0\4\0\0\0\3\0\0\0GNU\0ANID");

        ForkedTests.Result result = ForkedTests.run(
                Reading.class,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind " + types + " /sys/kernel/btf/vmlinux && mount --bind " + notes
                                + " /sys/kernel/notes && exec \"$@\"",
                        "sh"),
                "-D" + CACHE + "=" + cache);

        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("Cannot read the BTF of the running kernel: ");
    }

    @Test
    void the_flags_property_reaches_clang() throws Exception {
        ForkedTests.Result result = ForkedTests.run(
                Reading.class,
                List.of(),
                "-D" + CACHE + "=" + cache,
                "-Dbpfiterator.clang.flags=-g  -include nowhere.h");

        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("clang cannot compile vmlinux_task.bpf.c: ", "'nowhere.h' file not found");
    }

    @Test
    @NeedsKernel
    void two_concurrent_jvms_do_not_disturb_each_other() throws Exception {
        Process one = ForkedTests.start(Reading.class, List.of(), "-D" + CACHE + "=" + cache);
        Process other = ForkedTests.start(Reading.class, List.of(), "-D" + CACHE + "=" + cache);
        for (Process process : List.of(one, other)) {
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).isEmpty();
        }
        try (var files = Files.list(cache)) {
            assertThat(files).containsExactlyInAnyOrder(cache.resolve("objects"), cache.resolve("vmlinux"));
        }
    }
}
