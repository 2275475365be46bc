// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk under the cache is named, and nothing incomplete remains in the cache. */
@NeedsKernel
class FullDiskTest {

    @TempDir
    Path directory;

    private Path disk;
    private CompilerOptions options;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        Calls.checkLibc(Libc.libc().mount("none", disk.toString(), "tmpfs", 0, "size=64k"), "mount a small disk");
        options = CompilerOptions.fromSystemProperties().withCache(disk.resolve("cache"));
    }

    @AfterEach
    void unmount() {
        Libc.libc().umount2(disk.toString(), Libc.MNT_DETACH);
    }

    private static void isNamed(ThrowingCallable call) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(call)
                .withMessageContaining("disk is full (ENOSPC). Free space on it")
                .satisfies(failure -> assertThat(failure.errno()).hasValue(Errno.ENOSPC.number()));
    }

    @Test
    void when_an_object_is_stored() throws Exception {
        byte[] random = new byte[120_000];
        Arrays.fill(random, (byte) 'x');
        Path source = Files.writeString(
                directory.resolve("large.bpf.c"), "const char large[] = \"" + new String(random) + "\";\n");

        isNamed(() -> new BpfCompiler(options).compile(source));

        assertThat(disk.resolve("cache/objects")).satisfies(FullDiskTest::isEmpty);
    }

    @Test
    void when_the_types_of_the_kernel_are_written() throws Exception {
        Path source = Files.writeString(directory.resolve("typed.bpf.c"), "#include \"vmlinux.h\"\nint x;\n");

        isNamed(() -> new BpfCompiler(options).compile(source));

        assertThat(disk.resolve("cache/vmlinux")).satisfies(FullDiskTest::isEmpty);
    }

    private static void isEmpty(Path cache) {
        assertThat(cache.toFile().list()).isNullOrEmpty();
    }
}
