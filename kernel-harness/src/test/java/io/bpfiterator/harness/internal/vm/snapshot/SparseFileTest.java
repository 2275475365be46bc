// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseFileTest {

    private static final int BLOCK = 4096;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK, 5 * BLOCK + 1, 600 * BLOCK})
    void has_the_same_contents(int size) throws Exception {
        byte[] contents = new byte[size];
        for (int i = 0; i < size; i += 100 * BLOCK + 7) {
            contents[i] = 1;
        }
        Path file = Files.write(directory.resolve("file"), contents);

        SparseFile.punchHoles(file);

        assertThat(file).hasBinaryContent(contents);
    }

    @Test
    void takes_no_space_for_zeros_and_keeps_its_mode() throws Exception {
        byte[] contents = new byte[1000 * BLOCK];
        contents[500 * BLOCK] = 1;
        Path file = Files.write(directory.resolve("file"), contents);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        SparseFile.punchHoles(file);

        Process stat = new ProcessBuilder("stat", "--format=%b %B %a", file.toString()).start();
        String[] facts =
                new String(stat.getInputStream().readAllBytes()).strip().split(" ");
        assertThat(Long.parseLong(facts[0]) * Long.parseLong(facts[1])).isBetween(1L, 16L * BLOCK);
        assertThat(facts[2]).isEqualTo("600");
    }
}
