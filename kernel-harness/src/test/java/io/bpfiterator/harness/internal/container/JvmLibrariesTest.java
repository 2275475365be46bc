// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmLibrariesTest {

    @Test
    void are_in_any_directory_of_which_the_process_has_mapped_code() {
        List<String> maps = List.of(
                "7f0000000000-7f0000001000 r--p 00000000 08:01 11                 /usr/lib/locale/locale-archive",
                "7f0000001000-7f0000002000 r-xp 00001000 08:01 12                 /nix/store/a-glibc/lib/libc.so.6",
                "7f0000002000-7f0000003000 r-xp 00001000 08:01 13                 /nix/store/a-glibc/lib/ld-linux.so.2",
                "7f0000003000-7f0000004000 r-xp 00001000 08:01 14                 /opt/with blank/lib/libz.so.1",
                "7f0000004000-7f0000005000 r-xp 00001000 08:01 15                 /tmp/jna1.tmp (deleted)",
                "7f0000005000-7f0000006000 rwxp 00000000 00:00 0 ",
                "7ffc00000000-7ffc00001000 r-xp 00000000 00:00 0                  [vdso]");

        assertThat(JvmLibraries.directories(maps))
                .containsExactly(Path.of("/nix/store/a-glibc/lib"), Path.of("/opt/with blank/lib"));
    }

    @Test
    void of_this_process_include_the_jvm_and_the_c_library() {
        assertThat(JvmLibraries.directories())
                .anySatisfy(
                        directory -> assertThat(directory.resolve("libjvm.so")).exists())
                .anySatisfy(directory -> assertThat(Files.exists(directory.resolve("libc.so.6"))
                                || Files.exists(directory.resolve("libc.musl-x86_64.so.1")))
                        .isTrue());
    }
}
