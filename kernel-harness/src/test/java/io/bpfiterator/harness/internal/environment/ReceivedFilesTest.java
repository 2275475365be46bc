// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.wire.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedFilesTest {

    @TempDir
    Path directory;

    private ReceivedFiles files;

    @BeforeEach
    void make() {
        files = new ReceivedFiles(directory.resolve("published"));
    }

    private void receive(long publication, String path, String text) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        files.add(new Message.FilePart(publication, path, base64));
    }

    private static Message.FilePublished published(long publication, String name) {
        return new Message.FilePublished(publication, "id", "", name, null);
    }

    @Test
    void are_assembled_from_their_parts() throws Exception {
        receive(1, "a", "one, ");
        receive(2, "a", "other");
        receive(1, "a", "two");

        assertThat(files.get(published(1, "a"))).hasContent("one, two");
        assertThat(files.get(published(2, "a"))).hasContent("other");
    }

    @Test
    void can_be_directories() throws Exception {
        receive(1, "a/b/c..", "text");
        receive(1, "a/.d", "");

        Path received = files.get(published(1, "a"));

        assertThat(received.resolve("b/c..")).hasContent("text");
        assertThat(received.resolve(".d")).isEmptyFile();
        assertThat(files.get(published(2, "empty"))).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../a",
                "a/../../../a",
                "/etc/shadow",
                "",
                ".",
                "a//b",
                "a/",
                "a/.",
                "a/./b",
                "../../../../etc/a"
            })
    void are_refused_if_their_path_leaves_their_directory(String path) throws Exception {
        receive(1, path, "text");

        assertThatThrownBy(() -> files.get(published(1, "a")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Cannot keep the published file \"" + path
                        + "\": its path leaves its directory or is too long. Publish files"
                        + " through JUnit's TestReporter.");
        assertThatThrownBy(() -> files.get(published(2, path))).isInstanceOf(EnvironmentException.class);
        try (Stream<Path> written = Files.list(directory)) {
            assertThat(written).isEmpty();
        }
    }

    @Test
    void are_refused_if_they_are_published_by_a_path() {
        receive(1, "a/b", "text");

        assertThatThrownBy(() -> files.get(published(1, "a/b"))).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void that_cannot_be_written_fail_with_the_reason() {
        receive(1, "a", "text");
        receive(1, "a/b", "text");

        assertThatIOException().isThrownBy(() -> files.get(published(1, "a"))).withMessageContaining("a");
    }

    @Test
    void that_are_not_base64_fail_with_the_reason() {
        files.add(new Message.FilePart(1, "a", "%"));

        assertThatIOException().isThrownBy(() -> files.get(published(1, "a"))).withMessageContaining("base64");
    }

    @Test
    void are_refused_if_their_path_has_a_nul_or_is_too_long() {
        for (String path : List.of("a\0b", "a/".repeat(100) + "a", "a".repeat(2000))) {
            receive(1, path, "text");

            assertThatThrownBy(() -> files.get(published(1, "a")))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("its path leaves its directory or is too long")
                    .hasMessageNotContaining("\0");
        }
    }

    @Test
    void are_not_executable() throws Exception {
        receive(1, "a", "#!/bin/sh");

        assertThat((int) Files.getAttribute(files.get(published(1, "a")), "unix:mode") & 07111)
                .isZero();
    }

    @Test
    void are_written_through_no_link() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "the host's");
        Files.createDirectories(directory.resolve("published/1"));
        Files.createSymbolicLink(directory.resolve("published/1/a"), target);

        receive(1, "a", "text");

        assertThat(target).hasContent("the host's");
        assertThatIOException().isThrownBy(() -> files.get(published(1, "a")));
    }

    @Nested
    class Beyond_the_limits {

        @BeforeEach
        void make() {
            files = new ReceivedFiles(directory.resolve("published"), new ReceivedFiles.Limits(100, 1000));
        }

        private void assertRefused(long publication) {
            assertThatThrownBy(() -> files.get(published(publication, "a")))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot keep the published file \"a\": the tests of this environment publish more than"
                            + " 100 files or 1000 bytes. Publish less.");
        }

        @Test
        void bytes_are_not_written() throws Exception {
            for (int i = 0; i < 1000; i++) {
                receive(1, "a", "ten bytes.");
            }

            assertRefused(1);
            assertThat(directory.resolve("published/1/a")).hasSize(1000);
        }

        @Test
        void files_are_not_created() throws Exception {
            for (int i = 0; i < 1000; i++) {
                receive(i, "b/c/d" + i, "");
            }

            assertRefused(1);
            try (Stream<Path> all = Files.walk(directory)) {
                assertThat(all.filter(Files::isRegularFile)).hasSize(100);
            }
        }

        @Test
        void empty_directories_are_not_created() throws Exception {
            for (int i = 0; i < 100; i++) {
                files.get(published(i, "a"));
            }

            assertRefused(100);
        }

        @Test
        void refusals_are_not_remembered() {
            for (int i = 0; i < 1000; i++) {
                receive(i, "..", "");
            }

            assertRefused(1);
        }
    }
}
