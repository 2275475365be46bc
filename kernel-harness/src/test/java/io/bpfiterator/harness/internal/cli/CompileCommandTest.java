// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {

    @TempDir
    private Path directory;

    private String source() throws IOException {
        return Files.writeString(directory.resolve("task.bpf.c"), """
                        #include <linux/bpf.h>
                        #include <bpf/bpf_helpers.h>

                        SEC("iter/task")
                        int list_tasks(void *ctx)
                        {
                        	return 0;
                        }

                        char LICENSE[] SEC("license") = "GPL";
                        """).toString();
    }

    @Test
    void writes_an_object() throws Exception {
        Path object = directory.resolve("task.bpf.o");

        assertThat(Commands.runHere("compile", source(), "-o", object.toString()))
                .isEqualTo(new Result(0, "", ""));
        assertThat(Commands.runHere("show", object.toString()).output()).contains("iter/task");
    }

    @Test
    void says_what_clang_found() throws Exception {
        Path source = Files.writeString(directory.resolve("wrong.bpf.c"), "int x = y;\n");

        assertThat(Commands.runHere(
                                "compile",
                                source.toString(),
                                "-o",
                                directory.resolve("o").toString())
                        .errors())
                .startsWith("Error: ")
                .contains("wrong.bpf.c:1:9", "use of undeclared identifier 'y'");
    }

    @Test
    void says_that_an_object_cannot_be_written() throws Exception {
        assertThat(Commands.runHere(
                                "compile",
                                source(),
                                "-o",
                                directory.resolve("none/o").toString())
                        .errors())
                .isEqualTo("Error: Cannot write " + directory + "/none/o: it does not exist. Check that its"
                        + " directory exists and is writable.\n");
    }

    @Test
    void requires_the_object() throws Exception {
        assertThat(Commands.runHere("compile", source()).errors())
                .isEqualTo("Error: Missing required option: '--output=OBJ'. See: bpf-iterator compile --help\n");
    }
}
