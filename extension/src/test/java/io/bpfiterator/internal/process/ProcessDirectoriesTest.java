// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NotAsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDirectoriesTest {

    private static final int OTHER_USER = 12345;
    private static final String PREFIX = "test-";

    @TempDir
    private Path parent;

    @TempDir
    private Path victim;

    private Path precious;
    private ProcessDirectories directories;

    private final ProcessIdentity current = ProcessIdentity.current();
    private final ProcessIdentity ended =
            new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);

    @BeforeEach
    void make() throws IOException {
        precious = Files.createFile(victim.resolve("precious"));
        directories = ProcessDirectories.ofFiles(parent, PREFIX);
    }

    /** Creates a directory with files, as a killed process leaves it. */
    private Path leftBy(ProcessIdentity process) throws IOException {
        Path left = Files.createTempDirectory(parent, directories.prefixOf(process));
        Files.createFile(Files.createDirectory(left.resolve("below")).resolve("file"));
        return left;
    }

    @Nested
    class A_new_directory {

        @Test
        void is_private_and_its_name_identifies_the_process() throws IOException {
            Path created = directories.create();

            assertThat(CurrentUser.hasPrivate(created)).isTrue();
            assertThat(created.getParent()).isEqualTo(parent);
            assertThat(created.getFileName().toString()).startsWith(PREFIX + current.text() + "-");
        }

        @Test
        void has_a_path_of_at_most_the_announced_length() throws IOException {
            assertThat(directories.create().toString().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(directories.pathLength());
        }

        @Test
        void has_an_announced_length_that_does_not_depend_on_the_process() {
            assertThat(directories.pathLength())
                    .isEqualTo(parent.resolve("test-0123456789ab-1234567-12345-1234567-12345678")
                            .toString()
                            .length());
        }

        @Test
        void is_different_each_time() throws IOException {
            assertThat(directories.create()).isNotEqualTo(directories.create());
        }
    }

    @Nested
    class A_directory_is_removed {

        @Test
        void when_its_process_has_ended() throws IOException {
            Path left = leftBy(ended);

            directories.create();

            assertThat(left).doesNotExist();
        }

        @Test
        void a_day_after_another_boot() throws IOException {
            Path left = leftBy(new ProcessIdentity("000000000000", current.pidNamespace(), 1, 1));
            directories.create();
            assertThat(left).isDirectory();

            Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
            directories.create();

            assertThat(left).doesNotExist();
        }
    }

    @Nested
    class A_directory_is_kept {

        @Test
        void while_its_process_runs() throws Exception {
            Process process = new ProcessBuilder("sleep", "1000").start();
            try {
                Path own = leftBy(current);
                Path others = leftBy(ProcessIdentity.of(process.pid()));

                directories.create();

                assertThat(own.resolve("below/file")).exists();
                assertThat(others.resolve("below/file")).exists();
            } finally {
                process.destroyForcibly();
            }
        }

        @Test
        void if_its_process_is_not_visible() throws IOException {
            Path left = leftBy(new ProcessIdentity(current.boot(), current.pidNamespace() + 1, 1, 1));
            Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));

            directories.create();

            assertThat(left.resolve("below/file")).exists();
        }

        @Test
        @NeedsKernel
        void if_it_belongs_to_another_user() throws IOException {
            assumeTrue(CurrentUser.id() == 0, "requires root to change the owner");
            Path planted = leftBy(ended);
            Files.setAttribute(planted, "unix:uid", OTHER_USER);
            Path ours = leftBy(ended);

            directories.create();

            assertThat(planted.resolve("below/file")).exists();
            assertThat(ours).doesNotExist();
        }

        @Test
        void if_it_has_another_name() throws IOException {
            Path other = Files.createDirectory(parent.resolve(PREFIX + "other-1"));
            Path file = Files.createFile(parent.resolve(directories.prefixOf(ended) + "1"));

            directories.create();

            assertThat(other).isDirectory();
            assertThat(file).exists();
        }

        @Test
        void if_it_is_a_link_and_so_is_the_target() throws IOException {
            Path link = Files.createSymbolicLink(parent.resolve(directories.prefixOf(ended) + "1"), victim);

            directories.create();

            assertThat(link).isSymbolicLink();
            assertThat(precious).exists();
        }

        @Test
        void if_a_link_replaces_it_before_it_is_removed() throws IOException {
            Path left = leftBy(ended);
            ProcessDirectories swapped = new ProcessDirectories(parent, PREFIX, (directory, owner) -> {
                Files.move(directory, parent.resolve("moved"));
                Files.createSymbolicLink(directory, victim);
                FileTree.deleteOwned(directory, owner);
            });

            swapped.create();

            assertThat(left).isSymbolicLink();
            assertThat(precious).exists();
        }

        @Test
        @NeedsKernel
        void if_another_users_directory_replaces_it_before_it_is_removed() throws IOException {
            assumeTrue(CurrentUser.id() == 0, "requires root to change the owner");
            Files.setAttribute(victim, "unix:uid", OTHER_USER);
            Path left = leftBy(ended);
            ProcessDirectories swapped = new ProcessDirectories(parent, PREFIX, (directory, owner) -> {
                Files.move(directory, parent.resolve("moved"));
                Files.move(victim, directory);
                FileTree.deleteOwned(directory, owner);
            });

            swapped.create();

            assertThat(left.resolve("precious")).exists();
            Files.move(left, victim);
        }

        @Test
        @NeedsKernel
        void if_it_cannot_be_deleted_and_others_are_removed() throws Exception {
            Path left = leftBy(ended);
            Path file = left.resolve("below/file");
            assumeTrue(changeAttribute("+i", file), "requires a file system with immutable files, and root");
            try {
                Path before = leftBy(ended);

                assertThat(directories.create()).isDirectory();
                assertThat(directories.create()).isDirectory();

                assertThat(file).exists();
                assertThat(before).doesNotExist();
            } finally {
                changeAttribute("-i", file);
            }
        }

        @Test
        @NotAsRoot
        void if_a_part_of_it_is_unreadable() throws IOException {
            Path left = leftBy(ended);
            Files.setPosixFilePermissions(left.resolve("below"), PosixFilePermissions.fromString("---------"));
            try {
                assertThat(directories.create()).isDirectory();

                assertThat(left).isDirectory();
            } finally {
                Files.setPosixFilePermissions(left.resolve("below"), PosixFilePermissions.fromString("rwx------"));
            }
        }

        @Test
        @NotAsRoot
        void if_its_parent_cannot_be_listed() throws IOException {
            Path left = leftBy(ended);
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("-wx------"));
            try {
                assertThat(directories.create()).isDirectory();

                assertThat(left).isDirectory();
            } finally {
                Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
            }
        }

        private static boolean changeAttribute(String change, Path file) throws Exception {
            return CurrentUser.id() == 0
                    && new ProcessBuilder("chattr", change, file.toString())
                                    .start()
                                    .waitFor()
                            == 0;
        }
    }
}
