// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a guest, which prints whatever its kernel and its tests want to. */
class ConsoleTest {

    @TempDir
    Path directory;

    private Console console(String... parts) throws IOException {
        Path file = directory.resolve("console");
        Files.writeString(file, String.join("", parts));
        return Console.read(file);
    }

    @Test
    void of_a_guest_that_has_not_started_is_empty() {
        assertThat(Console.read(directory.resolve("missing")).text()).isEmpty();
    }

    @Test
    void of_any_size_is_read_at_its_beginning_and_its_end() throws Exception {
        Console console =
                console("bpf-iterator: agent at 1.5\n", "x".repeat(50 << 20), "\nbpf-iterator: exit status 3\nlast\n");

        assertThat(console.text()).hasSizeLessThan(5 << 20);
        assertThat(console.agentAt()).contains("1.5");
        assertThat(console.exitStatus()).contains(3);
        assertThat(console.lastLines()).endsWith("last");
    }

    @Test
    void has_no_markers_with_numbers_that_are_none() throws Exception {
        Console console = console(
                "bpf-iterator: exit status 99999999999\n",
                "bpf-iterator: agent at never\n",
                "bpf-iterator: task at 1e999999999\n");

        assertThat(console.exitStatus()).isEmpty();
        assertThat(console.agentAt()).isEmpty();
        assertThat(console.taskAt()).isEmpty();
    }

    @Test
    void is_shown_without_control_characters() throws Exception {
        Console console = console("\u001b]0;title\u0007\u001b[31mred\u001b[0m\u009b31m\n");

        assertThat(console.lastLines()).isEqualTo("\\x1b]0;title\\x07red\\x9b31m");
    }
}
