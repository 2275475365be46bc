// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names for pins whose texts are equal. The search looks at files only, so any directory will do. */
class UnusedNamesTest {

    @TempDir
    private Path directory;

    private final Bpffs bpffs = new Bpffs() {

        @Override
        public PinPath directory() {
            return new PinPath(directory, directory);
        }

        @Override
        public void close() {}
    };

    private String use(String text) throws IOException {
        return Files.createFile(bpffs.path(text).path()).getFileName().toString();
    }

    @Test
    void are_numbered_in_order() throws IOException {
        for (int number = 1; number <= 40; number++) {
            assertThat(use("tasks")).isEqualTo(number == 1 ? "tasks" : "tasks-" + number);
        }
    }

    @Test
    void are_used_again() throws IOException {
        use("tasks");
        use("tasks");
        Files.delete(directory.resolve("tasks"));

        assertThat(use("tasks")).isEqualTo("tasks");
        assertThat(use("tasks")).isEqualTo("tasks-3");
    }

    @Test
    void are_found_among_many_in_a_time_that_does_not_grow_with_their_number() throws IOException {
        long start = System.nanoTime();

        for (int number = 1; number <= 4000; number++) {
            use("tasks");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
}
