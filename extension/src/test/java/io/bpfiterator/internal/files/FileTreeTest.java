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
        void is_of_everything_below_and_of_links_instead_of_what_they_lead_to() throws IOException {
            Path root = tree();

            FileTree.delete(root);

            assertThat(root).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        void of_a_link_leaves_what_it_leads_to() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), victim);

            FileTree.delete(link);

            assertThat(link).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        void of_a_link_that_leads_nowhere_deletes_it() throws IOException {
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
        void of_nothing_is_done_already() {
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

        /** Both lead to directories below this test's own: should one be deleted, nothing else is. */
        @ParameterizedTest
        @ValueSource(strings = {"tree/a/..", "tree/a/."})
        void of_what_is_no_entry_of_a_directory_is_refused(String path) throws IOException {
            Path root = tree();

            assertThatThrownBy(() -> FileTree.delete(directory.resolve(path)))
                    .hasMessage(directory.resolve(path) + ": not the path of an entry in a directory");
            assertThat(root.resolve("a/file")).exists();
        }

        @Test
        @NeedsKernel
        void that_meets_something_undeletable_deletes_the_rest_and_names_it() throws Exception {
            Path root = tree();
            Path file = root.resolve("a/b/c/file");
            assumeTrue(changeAttribute("+i", file), "needs a file system with immutable files, and root");
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
    class Deletion_of_ones_own {

        @Test
        void is_of_a_directory_with_everything_below() throws IOException {
            Path root = tree();

            FileTree.deleteOwned(root, Files.getOwner(root));

            assertThat(root).doesNotExist();
            assertThat(precious).exists();
        }

        @Test
        @NeedsKernel
        void leaves_the_directory_of_another_user() throws IOException {
            assumeTrue(CurrentUser.id() == 0, "only root gives directories away");
            Path root = tree();
            Files.setAttribute(root, "unix:uid", OTHER_USER);

            FileTree.deleteOwned(root, Files.getOwner(victim));

            assertThat(root.resolve("a/b/c/file")).exists();
        }

        @Test
        void leaves_links_and_files() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), victim);

            FileTree.deleteOwned(link, Files.getOwner(victim));
            FileTree.deleteOwned(precious, Files.getOwner(victim));

            assertThat(link).isSymbolicLink();
            assertThat(precious).exists();
        }
    }

    @Nested
    class A_directory_that_is_replaced_by_a_link_meanwhile {

        @Test
        void leads_nowhere_else_once_it_is_listed() throws IOException {
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
        void leads_nowhere_else_once_it_is_open() throws IOException {
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
        void again_and_again_costs_no_file_behind_the_link() throws Exception {
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
