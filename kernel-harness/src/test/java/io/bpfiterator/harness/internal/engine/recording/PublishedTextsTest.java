// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report shows the text of published files by title. */
class PublishedTextsTest {

    private static final int LIMIT = 4 << 20;

    @TempDir
    private Path directory;

    @Test
    void of_a_file_have_its_name_without_its_ending() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "größer");

        assertThat(PublishedTexts.of(file)).isEqualTo(Map.of("notes", "größer"));
    }

    @Test
    void of_a_directory_have_the_paths_in_it_in_their_order() throws IOException {
        Files.writeString(directory.resolve("b.txt"), "last");
        Files.writeString(Files.createDirectory(directory.resolve("a")).resolve("c.log"), "first");

        assertThat(PublishedTexts.of(directory)).containsExactly(Map.entry("a/c.log", "first"), Map.entry("b", "last"));
    }

    @Test
    void do_not_include_what_links_lead_to() throws IOException {
        Path file = Files.writeString(directory.resolve("elsewhere.txt"), "the host's");
        Path published = Files.createDirectory(directory.resolve("published"));
        Files.createSymbolicLink(published.resolve("link.txt"), file);

        assertThat(PublishedTexts.of(published)).isEmpty();
    }

    @Test
    void of_a_file_that_is_not_text_say_so() throws IOException {
        Path file = Files.write(directory.resolve("raw"), new byte[] {(byte) 0xff});

        assertThat(PublishedTexts.of(file))
                .isEqualTo(Map.of("raw", "(A file of 1 byte that is not text: " + file + ")"));
    }

    @Test
    void of_a_large_file_say_that_it_is_too_large() throws IOException {
        Path file = directory.resolve("large");
        grow(file, LIMIT);
        assertThat(PublishedTexts.of(file).get("large")).hasSize(LIMIT);

        grow(file, LIMIT + 1);
        assertThat(PublishedTexts.of(file))
                .isEqualTo(Map.of(
                        "large", "(A file of " + (LIMIT + 1) + " bytes, too large for the report: " + file + ")"));
    }

    private static void grow(Path file, int size) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(size - 1).write(ByteBuffer.allocate(1));
        }
    }

    @Test
    void of_more_than_100_files_are_those_of_the_first_100() throws IOException {
        for (int number = 100; number < 200; number++) {
            Files.writeString(directory.resolve("file" + number), "text");
        }
        assertThat(PublishedTexts.of(directory)).hasSize(100).doesNotContainKey("more files");

        Files.writeString(directory.resolve("file200"), "text");
        Files.writeString(directory.resolve("file201"), "text");
        assertThat(PublishedTexts.of(directory))
                .hasSize(101)
                .containsKey("file199")
                .doesNotContainKey("file200")
                .containsEntry("more files", "(2 more files not in the report: " + directory + ")");
    }

    @Test
    void of_a_file_that_does_not_exist_say_so() {
        Path file = directory.resolve("missing");

        assertThat(PublishedTexts.of(file))
                .isEqualTo(Map.of(file.toString(), "(This file cannot be read: " + file + " does not exist)"));
    }
}
