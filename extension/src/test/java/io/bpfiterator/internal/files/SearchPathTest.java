// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {

    @TempDir
    Path directory;

    @Test
    void finds_a_command_in_PATH() {
        assertThat(SearchPath.find("sh")).hasValueSatisfying(sh -> {
            assertThat(sh).isExecutable().hasFileName("sh");
            assertThat(SearchPath.directories().split(":"))
                    .contains(sh.getParent().toString());
        });
        assertThat(SearchPath.find("no-such-command")).isEmpty();
    }

    @Test
    void finds_an_executable_file_by_its_path() throws Exception {
        Path program = Files.createFile(directory.resolve("program"));
        assertThat(SearchPath.find(program.toString())).isEmpty();

        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(SearchPath.find(program.toString())).contains(program);
    }

    @Test
    void does_not_find_a_directory() {
        assertThat(SearchPath.find(directory.toString())).isEmpty();
    }
}
