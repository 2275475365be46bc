// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bpfiterator.failure.BpfException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CauseTextTest {

    @TempDir
    private Path directory;

    @Nested
    class Of_a_file {

        @Test
        void says_that_it_does_not_exist() {
            Path file = directory.resolve("file");

            assertThat(described(() -> Files.readString(file))).isEqualTo(file + " does not exist");
            assertThat(described(() -> new FileInputStream(file.toFile()))).isEqualTo(file + " does not exist");
        }

        @Test
        void says_that_it_already_exists() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThat(described(() -> Files.createFile(file))).isEqualTo(file + " already exists");
        }

        @Test
        void says_that_it_is_no_link() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThat(described(() -> Files.readSymbolicLink(file))).isEqualTo(file + " is not a symbolic link");
        }

        @Test
        void says_that_a_directory_is_not_empty() throws IOException {
            Files.createFile(directory.resolve("file"));

            assertThat(described(() -> Files.delete(directory))).isEqualTo(directory + " is not empty");
        }

        @Test
        void names_the_error_number() {
            assertThat(described(() -> Files.write(Path.of("/dev/full"), new byte[1])))
                    .isEqualTo("no space left on device (ENOSPC)");
            assertThat(CauseText.of(new FileSystemException("/x", null, "No space left on device")))
                    .isEqualTo("/x is not usable: no space left on device (ENOSPC)");
            assertThat(described(() -> new FileOutputStream(directory.toFile())))
                    .isEqualTo(directory + " is not usable: is a directory (EISDIR)");
        }

        @Test
        void does_not_name_the_file_a_second_time() {
            Path file = directory.resolve("file");

            assertThat(Failure.failed("Cannot read " + file)
                            .because(catchThrowable(() -> Files.readString(file)))
                            .message())
                    .isEqualTo("Cannot read " + file + ": it does not exist.");
        }

        @Test
        void looks_through_an_unchecked_exception() {
            UncheckedIOException unchecked = new UncheckedIOException(new IOException("Broken pipe"));

            assertThat(CauseText.of(unchecked)).isEqualTo("broken pipe (EPIPE)");
        }
    }

    @Nested
    class Of_a_program {

        @Test
        void says_that_it_does_not_exist() {
            assertThat(described(() -> new ProcessBuilder("no-such", "-v").start()))
                    .isEqualTo("there is no program \"no-such\"");
        }

        @Test
        void says_that_this_user_cannot_execute_it() throws IOException {
            Path program = Files.createFile(directory.resolve("program"));

            assertThat(described(() -> new ProcessBuilder(program.toString()).start()))
                    .isEqualTo("\"" + program + "\" is not executable by this user");
        }

        @Test
        void says_that_it_does_not_exist_also_if_this_user_cannot_read_a_directory_of_the_search_path() {
            assertThat(CauseText.of(new IOException("Cannot run program \"no-such\": error=13, Permission denied")))
                    .isEqualTo("there is no program \"no-such\"");
        }

        @Test
        void names_the_working_directory_which_may_be_what_is_missing() {
            assertThat(described(() -> new ProcessBuilder("true")
                            .directory(directory.resolve("none").toFile())
                            .start()))
                    .isEqualTo("\"true\" cannot be run in " + directory.resolve("none")
                            + ": no such file or directory (ENOENT)");
        }
    }

    @Nested
    class Of_a_program_whose_output {

        @Test
        void cannot_be_written_names_the_file() {
            Path output = directory.resolve("none/output");

            assertThat(described(() -> new ProcessBuilder("true")
                            .redirectOutput(output.toFile())
                            .start()))
                    .isEqualTo(output + " does not exist");
        }
    }

    @Nested
    class Of_another_exception {

        @Test
        void is_the_message_of_this_library() {
            BpfException failure =
                    Failure.failed("Cannot read it").remedy("Retry").exception();

            assertThat(CauseText.of(failure)).isEqualTo("Cannot read it. Retry.");
        }

        @Test
        void names_a_class_whose_message_may_be_no_sentence() {
            assertThat(CauseText.of(new IllegalStateException("42"))).isEqualTo("java.lang.IllegalStateException: 42");
            assertThat(CauseText.of(new IOException())).isEqualTo("java.io.IOException");
        }
    }

    private static String described(ThrowingCallable failing) {
        return CauseText.of(catchThrowable(failing));
    }
}
