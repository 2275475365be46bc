// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileTreeTest {

    private static final int OTHER_USER = 12345;

    @TempDir
    private Path directory;

    private Path victim;
    private Path precious;

    @BeforeEach
    void make() throws IOException {
        victim = Files.createDirectory(directory.resolve("victim"));
        precious = Files.createFile(victim.resolve("precious"));
    }

    private Path tree() throws IOException {
        Path root = directory.resolve("tree");
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createFile(root.resolve("a/b/c/file"));
        Files.createFile(root.resolve("a/file"));
        Files.createSymbolicLink(root.resolve("a/link"), victim);
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        return root;
    }

    @Nested
    class Deletion {

        @Test
        void of_a_directory_deletes_links_but_not_their_targets() throws IOException {
            Path root = tree();

            FileTree.delete(root);

            assertThat(root).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        void of_a_link_keeps_its_target() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), victim);

            FileTree.delete(link);

            assertThat(link).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        void of_a_dangling_link_deletes_it() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

            FileTree.delete(link);

            assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        }

        @Test
        void of_a_file_deletes_it() throws IOException {
            FileTree.delete(precious);

            assertThat(precious).doesNotExist();
        }

        @Test
        void of_a_missing_entry_does_nothing() {
            assertThatCode(() -> FileTree.delete(directory.resolve("nothing"))).doesNotThrowAnyException();
            assertThatCode(() -> FileTree.delete(directory.resolve("nothing/at/all")))
                    .doesNotThrowAnyException();
        }

        @Test
        void of_a_named_pipe_does_not_wait_for_its_writer() throws Exception {
            Path root = tree();
            assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                            .start()
                            .waitFor())
                    .isZero();

            FileTree.delete(root);

            assertThat(root).doesNotExist();
        }

        /** Both paths lead to directories of this test, so that a wrong deletion does no damage. */
        @ParameterizedTest
        @ValueSource(strings = {"tree/a/..", "tree/a/."})
        void of_dot_and_dot_dot_is_refused(String path) throws IOException {
            Path root = tree();

            assertThatThrownBy(() -> FileTree.delete(directory.resolve(path)))
                    .hasMessage(directory.resolve(path) + ": Not the path of an entry in a directory");
            assertThat(root.resolve("a/file")).exists();
        }

        @Test
        @NeedsKernel
        void names_an_undeletable_file_and_deletes_the_rest() throws Exception {
            Path root = tree();
            Path file = root.resolve("a/b/c/file");
            assumeTrue(changeAttribute("+i", file), "requires a file system with immutable files, and root");
            try {
                assertThatThrownBy(() -> FileTree.delete(root))
                        .isInstanceOf(IOException.class)
                        .hasMessage(file + ": Operation not permitted");
                assertThatCode(() -> FileTree.deleteIfPossible(root)).doesNotThrowAnyException();

                try (var left = Files.walk(root)) {
                    assertThat(left.toList())
                            .containsExactlyInAnyOrder(
                                    root, root.resolve("a"), root.resolve("a/b"), root.resolve("a/b/c"), file);
                }
            } finally {
                changeAttribute("-i", file);
            }
        }

        @Test
        void of_an_empty_directory_that_cannot_be_opened_deletes_it() throws IOException {
            Path root = Files.createDirectory(directory.resolve("closed"));
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("---------"));

            FileTree.delete(root);

            assertThat(root).doesNotExist();
        }
    }

    @Nested
    class Deletion_of_an_owned_directory {

        @Test
        void is_recursive() throws IOException {
            Path root = tree();

            FileTree.deleteOwned(root, Files.getOwner(root));

            assertThat(root).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        @NeedsKernel
        void keeps_the_directory_of_another_user() throws IOException {
            assumeTrue(CurrentUser.id() == 0, "requires root to change the owner");
            Path root = tree();
            Files.setAttribute(root, "unix:uid", OTHER_USER);

            FileTree.deleteOwned(root, Files.getOwner(victim));

            assertThat(root.resolve("a/b/c/file")).exists();
        }

        @Test
        void keeps_links_and_files() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), victim);

            FileTree.deleteOwned(link, Files.getOwner(victim));
            FileTree.deleteOwned(precious, Files.getOwner(victim));

            assertThat(link).isSymbolicLink();
            assertThat(precious).exists();
        }
    }

    @Nested
    class A_directory_that_is_concurrently_replaced_by_a_link {

        @Test
        void is_not_followed_after_it_was_listed() throws IOException {
            Path root = tree();
            try (OpenDirectory open = OpenDirectory.at(root)) {
                List<Path> names = open.names();
                replaceByLink(root.resolve("a"));

                for (Path name : names) {
                    open.delete(name);
                }
            }

            assertThat(root).isEmptyDirectory();
            assertThat(precious).exists();
        }

        @Test
        void is_not_followed_after_it_was_opened() throws IOException {
            Path root = tree();
            Files.createFile(root.resolve("precious"));
            try (OpenDirectory parent = OpenDirectory.at(directory);
                    OpenDirectory open = parent.open(root.getFileName())) {
                Path moved = replaceByLink(root);

                open.delete(precious.getFileName());

                assertThat(moved.resolve("precious")).doesNotExist();
            }
            assertThat(precious).exists();
        }

        @Test
        void is_not_opened() throws IOException {
            Path root = tree();
            try (OpenDirectory open = OpenDirectory.at(root)) {
                replaceByLink(root.resolve("a"));

                assertThatThrownBy(() -> open.open(Path.of("a"))).isInstanceOf(IOException.class);
            }
        }

        @Test
        void repeatedly_does_not_lose_a_file_behind_the_link() throws Exception {
            Path root = directory.resolve("tree");
            Path swapped = root.resolve("a");
            Path away = directory.resolve("away");
            Path link = directory.resolve("link");
            AtomicBoolean ends = new AtomicBoolean();
            Thread swapper = new Thread(() -> {
                while (!ends.get()) {
                    try {
                        Files.move(swapped, away, StandardCopyOption.ATOMIC_MOVE);
                        Files.createSymbolicLink(swapped, victim);
                        Files.deleteIfExists(swapped);
                        Files.move(away, swapped, StandardCopyOption.ATOMIC_MOVE);
                    } catch (IOException beingDeleted) {
                        continue;
                    }
                }
            });
            swapper.start();
            try {
                for (int round = 0; round < 300; round++) {
                    fill(swapped);
                    FileTree.deleteIfPossible(root);
                    FileTree.deleteIfPossible(away);
                    assertThat(precious).exists();
                }
            } finally {
                ends.set(true);
                swapper.join();
            }
        }

        private void fill(Path swapped) {
            try {
                Files.createDirectories(swapped);
                Files.createFile(swapped.resolve("precious"));
                for (int i = 0; i < 20; i++) {
                    Files.createFile(swapped.resolve("file" + i));
                }
            } catch (IOException beingSwapped) {
                return;
            }
        }

        private Path replaceByLink(Path replaced) throws IOException {
            Path moved = Files.move(replaced, directory.resolve("moved"));
            Files.createSymbolicLink(replaced, victim);
            return moved;
        }
    }

    private static boolean changeAttribute(String change, Path file) throws Exception {
        return CurrentUser.id() == 0
                && new ProcessBuilder("chattr", change, file.toString()).start().waitFor() == 0;
    }
}
