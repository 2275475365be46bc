// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.process.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM leaves no copy of JNA's library in the user's cache directory, and removes those of killed ones. */
class JnaLibraryTest {

    @Test
    void is_loaded_from_a_directory_that_the_next_process_would_remove(@TempDir Path cache) throws Exception {
        ProcessIdentity current = ProcessIdentity.current();
        String ended = new ProcessIdentity(
                        current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1)
                .text();
        Path left = Files.createDirectories(cache.resolve("JNA/temp/bpf-iterator-jna-" + ended + "-x"));
        Files.createFile(left.resolve("jna1.tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Loading.class.getName());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("loaded, jna.tmpdir = null");
        assertThat(cache.resolve("JNA/temp")).isEmptyDirectory();
    }

    /** The main class of a JVM that loads the library. */
    static final class Loading {

        private Loading() {}

        public static void main(String[] arguments) {
            Libc.libc();
            System.out.println("loaded, jna.tmpdir = " + System.getProperty("jna.tmpdir"));
        }
    }
}
