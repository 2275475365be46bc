// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.internal.iterator.AttachedLink;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsKernel
class BpffsTest {

    private static final Path TASK = Path.of("target/test-classes/task.bpf.o");

    /** Stands in for the bpffs at /sys/fs/bpf, which programs of this machine may use. */
    @TempDir
    private static Path systemBpffs;

    private final List<String> mountsBefore = mounts();
    private LoadedObject object;
    private AttachedLink link;

    enum Kind {
        SHARED {
            @Override
            Bpffs create() {
                return SharedBpffs.create();
            }
        },
        DETACHED {
            @Override
            Bpffs create() {
                return DetachedBpffs.create();
            }
        },
        MOUNTED {
            @Override
            Bpffs create() {
                return MountedBpffs.detached();
            }
        },
        DIRECTORY {
            @Override
            Bpffs create() {
                return DirectoryInBpffs.create(systemBpffs);
            }
        };

        abstract Bpffs create();
    }

    @BeforeAll
    static void mount() throws Exception {
        run("mount", "-t", "bpf", "bpf", systemBpffs.toString());
    }

    @AfterAll
    static void unmount() throws Exception {
        run("umount", systemBpffs.toString());
    }

    @BeforeEach
    void attach() {
        object = OpenedObject.open(ObjectFile.read(TASK)).load();
        link = object.program("dump_task").attach(IteratorOptions.none());
    }

    @AfterEach
    void nothing_is_mounted_and_no_directory_is_left() {
        link.close();
        object.close();
        assertThat(mounts()).isEqualTo(mountsBefore);
        assertThat(leftDirectories()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void holds_pins_that_this_and_other_processes_read(Kind kind) throws Exception {
        try (Bpffs bpffs = kind.create()) {
            PinPath path = bpffs.path("tasks");
            link.pin(path);

            assertThat(Files.readString(path.path())).startsWith("    tgid");
            Process cat = new ProcessBuilder("cat", path.shared().toString()).start();
            assertThat(cat.getInputStream().readAllBytes()).asString().startsWith("    tgid");
        }
    }

    @ParameterizedTest
    @EnumSource
    void removes_its_pins_when_it_is_closed(Kind kind) {
        Bpffs bpffs = kind.create();
        PinPath path = bpffs.path("tasks");
        link.pin(path);
        assertThat(path.shared()).exists();

        bpffs.close();

        assertThat(path.shared()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void can_be_closed_twice(Kind kind) {
        Bpffs bpffs = kind.create();
        bpffs.close();
        assertThatCode(bpffs::close).doesNotThrowAnyException();
    }

    @Test
    void is_detached_where_the_kernel_allows_it() {
        try (Bpffs bpffs = TemporaryBpffs.create()) {
            assertThat(bpffs).isInstanceOf(SharedBpffs.class);
            assertThat(mounts()).isEqualTo(mountsBefore);
        }
    }

    @Nested
    class A_directory_in_the_bpffs_of_this_jvm {

        @Test
        void is_new_for_each_owner() {
            try (Bpffs one = SharedBpffs.create();
                    Bpffs other = SharedBpffs.create()) {
                PinPath pin = one.path("tasks");
                link.pin(pin);

                assertThat(other.path("tasks").path()).hasFileName("tasks");
                assertThat(other.directory().path().toFile().list()).isEmpty();
                other.close();
                assertThat(pin.path()).exists();
            }
        }

        @Test
        void is_in_the_same_bpffs_as_others() {
            try (Bpffs one = SharedBpffs.create();
                    Bpffs other = SharedBpffs.create()) {
                assertThat(one.directory().path().getParent())
                        .isEqualTo(other.directory().path().getParent());
            }
        }
    }

    @Nested
    class Mounted {

        @Test
        void is_in_no_mount_table_while_it_is_used() {
            try (Bpffs bpffs = MountedBpffs.detached()) {
                link.pin(bpffs.path("tasks"));

                assertThat(mounts()).isEqualTo(mountsBefore);
                assertThat(leftDirectories()).isEmpty();
            }
        }

        @Test
        void is_accessible_only_to_its_owner() throws IOException {
            try (Bpffs bpffs = MountedBpffs.detached()) {
                assertThat(Files.getPosixFilePermissions(bpffs.directory().path()))
                        .hasSize(3);
            }
        }

        @Test
        void is_swept_by_the_next_one_when_its_process_was_killed() throws Exception {
            Path abandoned = abandonedBy(gone());

            MountedBpffs.detached().close();

            assertThat(abandoned).doesNotExist();
        }

        @Test
        void is_kept_while_its_process_lives_or_may_live() throws Exception {
            ProcessIdentity current = ProcessIdentity.current();
            Path living = abandonedBy(current);
            Path elsewhere = abandonedBy(new ProcessIdentity(current.boot(), current.pidNamespace() + 1, 1, 1));

            MountedBpffs.detached().close();

            assertThat(living).isDirectory();
            assertThat(elsewhere).isDirectory();
            MountedBpffs.remove(living);
            MountedBpffs.remove(elsewhere);
        }

        @Test
        void is_kept_behind_a_symbolic_link_with_such_a_name(@TempDir Path elsewhere) throws Exception {
            run("mount", "-t", "bpf", "bpf", elsewhere.toString());
            Path link = temporary(prefix(gone()) + "link");
            try {
                BpffsTest.this.link.pin(new PinPath(elsewhere.resolve("tasks"), elsewhere.resolve("tasks")));
                Files.createSymbolicLink(link, elsewhere);

                MountedBpffs.detached().close();

                assertThat(Files.isSymbolicLink(link)).isTrue();
                assertThat(elsewhere.resolve("tasks")).exists();
            } finally {
                Files.deleteIfExists(link);
                run("umount", elsewhere.toString());
            }
        }

        @Test
        void keeps_a_directory_with_such_a_name_that_contains_files() throws Exception {
            Path directory = Files.createDirectory(temporary(prefix(gone()) + "full"));
            Path file = Files.createFile(directory.resolve("file"));

            MountedBpffs.detached().close();

            assertThat(file).exists();
            Files.delete(file);
            MountedBpffs.detached().close();
            assertThat(directory).doesNotExist();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bpf-iterator-run-0123456789ab-1-1-1-x",
                    "bpf-iterator-0123456789ab-9999999999999-1-1-x",
                    "bpf-iterator-0123456789ab-1-9999999999999-1-x",
                    "bpf-iterator-0123456789ab-1-1-9999999999999-x",
                    "bpf-iterator-0123456789ab-zzzzzzzzzzzz-zzzzzzzzzzzz-zzzzzzzzzzzz-x",
                    "bpf-iterator-0123456789ab--1-1-1-x",
                    "bpf-iterator-0123456789ab-1-1-1",
                    "bpf-iterator-"
                })
        void ignores_names_that_do_not_identify_a_process(String name) throws Exception {
            Path directory = Files.createDirectory(temporary(name));
            try {
                MountedBpffs.detached().close();
                assertThat(directory).isDirectory();
            } finally {
                Files.deleteIfExists(directory);
            }
        }

        private static Path temporary(String name) {
            return Path.of(System.getProperty("java.io.tmpdir"), name);
        }

        /** Leaves a mounted bpffs with a pin in it, as a killed process would. */
        private Path abandonedBy(ProcessIdentity owner) throws Exception {
            Path directory = Files.createTempDirectory(prefix(owner));
            assertThat(new ProcessBuilder("mount", "-t", "bpf", "bpf", directory.toString())
                            .start()
                            .waitFor())
                    .isZero();
            link.pin(new PinPath(directory.resolve("tasks"), directory.resolve("tasks")));
            return directory;
        }
    }

    @Nested
    class A_directory {

        @Test
        void is_accessible_only_to_its_owner_and_removed_afterwards() throws IOException {
            Path directory;
            try (Bpffs bpffs = DirectoryInBpffs.create(systemBpffs)) {
                directory = bpffs.directory().path();
                assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
            }
            assertThat(directory).doesNotExist();
        }

        @Test
        void is_swept_by_the_next_one_when_its_process_was_killed() throws Exception {
            Path abandoned = abandonedBy(gone());
            Path living = abandonedBy(ProcessIdentity.current());

            DirectoryInBpffs.create(systemBpffs).close();

            assertThat(abandoned).doesNotExist();
            assertThat(living.resolve("tasks")).exists();
            Files.delete(living.resolve("tasks"));
            Files.delete(living);
        }

        @Test
        void is_refused_outside_a_bpffs(@TempDir Path elsewhere) {
            assertThatThrownBy(() -> DirectoryInBpffs.create(elsewhere))
                    .hasMessage("Cannot create a directory in the bpffs at " + elsewhere
                            + ": no bpffs is mounted there. Mount one: mount -t bpf bpf " + elsewhere + ".");
        }

        private Path abandonedBy(ProcessIdentity owner) throws Exception {
            Path directory = Files.createTempDirectory(systemBpffs, prefix(owner));
            link.pin(new PinPath(directory.resolve("tasks"), directory.resolve("tasks")));
            return directory;
        }
    }

    @Nested
    class A_name_derived_from_a_text {

        @ParameterizedTest
        @ValueSource(strings = {"", "a.b", "größer als null", "../../etc/passwd", "with\0nul", "a/b"})
        void is_legal(String text) {
            try (Bpffs bpffs = TemporaryBpffs.create()) {
                PinPath path = bpffs.path(text);
                assertThat(path.path().getParent()).isEqualTo(bpffs.directory().path());
                assertThat(path.path().getFileName().toString()).matches("[A-Za-z0-9_-]+");
                link.pin(path);
            }
        }

        @Test
        void is_cut_to_the_length_that_the_kernel_allows() {
            try (Bpffs bpffs = TemporaryBpffs.create()) {
                PinPath path = bpffs.path("x".repeat(1000));
                assertThat(path.path().getFileName().toString()).hasSize(255);
                link.pin(path);
            }
        }

        @Test
        void is_unique_for_the_same_text() {
            try (Bpffs bpffs = TemporaryBpffs.create()) {
                link.pin(bpffs.path("task"));
                link.pin(bpffs.path("task"));
                link.pin(bpffs.path("x".repeat(1000)));
                link.pin(bpffs.path("x".repeat(1000)));
            }
        }
    }

    private static ProcessIdentity gone() {
        ProcessIdentity current = ProcessIdentity.current();
        return new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);
    }

    /** Returns the prefix of the names of a process's directories. */
    private static String prefix(ProcessIdentity process) {
        return MountedBpffs.PREFIX + process.text() + "-";
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** Returns the bpffs that are mounted; other programs mount other file systems meanwhile. */
    private static List<String> mounts() {
        return KernelObjects.now().all().stream()
                .filter(object -> object.startsWith("mount ") && object.contains(" bpf "))
                .toList();
    }

    private static List<Path> leftDirectories() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String prefix = prefix(ProcessIdentity.current());
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
