// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.internal.process.ProcessDirectories;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunDirectoryTest {

    private static final int OTHER_USER = 12345;

    /** Directly in /tmp, not a directory of JUnit: the path must be short enough for sockets in subdirectories. */
    private Path temporary;

    private Path own;

    @BeforeEach
    void make() throws IOException {
        String name = "r" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
        temporary = Files.createDirectory(Path.of("/tmp", name));
        own = temporary.resolve("bpf-iterator-" + CurrentUser.id());
    }

    @AfterEach
    void remove() throws Exception {
        assertThat(new ProcessBuilder("rm", "-r", temporary.toString()).start().waitFor())
                .isZero();
    }

    private Path create(Optional<Path> runtime) {
        try (RunDirectory directory = RunDirectory.create(new RunDirectoryParents(runtime, temporary))) {
            assertThat(CurrentUser.hasPrivate(directory.path())).isTrue();
            return directory.path();
        }
    }

    private Path createdIn() {
        return createdIn(Optional.empty());
    }

    private Path createdIn(Optional<Path> runtime) {
        Path created = create(runtime);
        assertThat(created).doesNotExist();
        assertThat(created.getFileName().toString()).startsWith("bpf-iterator-run-");
        return created.getParent();
    }

    private Path directory(String name, String permissions) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private static void giveAway(Path directory) throws IOException {
        assumeTrue(CurrentUser.id() == 0, "only root gives directories away");
        Files.setAttribute(directory, "unix:uid", OTHER_USER);
    }

    @Nested
    class Is_created_in_the_runtime_directory_of_the_user {

        private boolean mounted;

        /** If less than 1 GB is free, as in a virtual machine, root mounts a file system that claims more. */
        @BeforeEach
        void room() throws Exception {
            boolean room = Files.getFileStore(temporary).getUsableSpace() > 1L << 30;
            mounted = !room
                    && CurrentUser.id() == 0
                    && status("mount", "-t", "tmpfs", "-o", "size=2g", "large", temporary.toString()) == 0;
            assumeTrue(room || mounted, "needs 1 GB free in the temporary directory");
        }

        @AfterEach
        void unmount() throws Exception {
            if (mounted) {
                run("umount", temporary.toString());
            }
        }

        @Test
        void if_that_exists() throws IOException {
            Path runtime = directory("runtime", "rwx------");

            assertThat(createdIn(Optional.of(runtime))).isEqualTo(runtime);
        }

        @Test
        void but_not_if_others_can_enter_it() throws IOException {
            assertThat(createdIn(Optional.of(directory("runtime", "rwxr-xr-x"))))
                    .isEqualTo(own);
        }

        @Test
        @NeedsKernel
        void but_not_if_it_belongs_to_another_user() throws IOException {
            Path runtime = directory("runtime", "rwx------");
            giveAway(runtime);

            assertThat(createdIn(Optional.of(runtime))).isEqualTo(own);
        }

        @Test
        void but_not_through_a_symbolic_link() throws IOException {
            Path link = Files.createSymbolicLink(temporary.resolve("link"), directory("runtime", "rwx------"));

            assertThat(createdIn(Optional.of(link))).isEqualTo(own);
        }

        @Test
        void but_not_if_that_is_missing() {
            assertThat(createdIn(Optional.of(temporary.resolve("nowhere")))).isEqualTo(own);
        }

        @Test
        void but_not_if_the_path_of_a_socket_would_be_too_long() throws IOException {
            Path runtime = directory("r".repeat(60), "rwx------");

            assertThat(createdIn(Optional.of(runtime))).isEqualTo(own);
        }

        @Test
        @NeedsKernel
        void but_not_if_it_has_no_space_for_a_kernel() throws Exception {
            assumeTrue(CurrentUser.id() == 0, "only root mounts");
            Path runtime = directory("runtime", "rwx------");
            run("mount", "-t", "tmpfs", "-o", "size=100m,mode=700", "small", runtime.toString());
            try {
                assertThat(createdIn(Optional.of(runtime))).isEqualTo(own);
            } finally {
                run("umount", runtime.toString());
            }
        }

        private void run(String... command) throws Exception {
            assertThat(status(command)).isZero();
        }

        private int status(String... command) throws Exception {
            return new ProcessBuilder(command).start().waitFor();
        }
    }

    @Test
    void is_removed_after_its_process_was_killed_even_if_the_next_run_chooses_another_parent() throws IOException {
        ProcessIdentity current = ProcessIdentity.current();
        String ended = new ProcessIdentity(
                        current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1)
                .text();
        Path left = Files.createDirectories(
                directory("r".repeat(60), "rwx------").resolve("bpf-iterator-run-" + ended + "-x/files"));

        assertThat(createdIn(Optional.of(temporary.resolve("r".repeat(60))))).isEqualTo(own);

        assertThat(left.getParent()).doesNotExist();
    }

    @Nested
    class Is_created_in_a_directory_of_the_user_in_the_temporary_directory {

        @Test
        void which_is_created_if_it_is_missing() {
            assertThat(createdIn()).isEqualTo(own);
            assertThat(CurrentUser.hasPrivate(own)).isTrue();
        }

        @Test
        void which_may_exist() {
            assertThat(createdIn()).isEqualTo(own);
            assertThat(createdIn()).isEqualTo(own);
        }

        @Test
        @NeedsKernel
        void but_not_if_that_belongs_to_another_user() throws IOException {
            giveAway(directory(own.getFileName().toString(), "rwx------"));

            assertThat(createdIn()).isEqualTo(temporary);
        }

        @Test
        void but_not_if_others_can_enter_that() throws IOException {
            directory(own.getFileName().toString(), "rwxrwxrwx");

            assertThat(createdIn()).isEqualTo(temporary);
        }

        @Test
        void but_not_if_the_path_of_a_socket_would_be_too_long() throws IOException {
            Path deeper = directory("t".repeat(30), "rwx------");
            try (RunDirectory directory = RunDirectory.create(new RunDirectoryParents(Optional.empty(), deeper))) {
                assertThat(directory.path().getParent()).isEqualTo(deeper);
            }
            assertThat(deeper).isEmptyDirectory();
        }

        @Test
        void but_not_if_that_is_a_link_or_a_file() throws IOException {
            Files.createSymbolicLink(own, directory("elsewhere", "rwx------"));
            assertThat(createdIn()).isEqualTo(temporary);

            Files.delete(own);
            Files.createFile(own, ProcessDirectories.OWNER_ONLY);
            assertThat(createdIn()).isEqualTo(temporary);
        }
    }

    @Test
    void is_not_created_if_the_temporary_directory_is_missing() {
        assertThatThrownBy(() ->
                        RunDirectory.create(new RunDirectoryParents(Optional.empty(), temporary.resolve("nowhere"))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot create a directory for a run in " + temporary.resolve("nowhere") + ": ")
                .hasMessageEndingWith(
                        " Free space there, or choose another directory with -Djava.io.tmpdir=DIRECTORY.");
    }

    @Nested
    class Of_another_run {

        private final ProcessIdentity current = ProcessIdentity.current();
        private final ProcessIdentity ended =
                new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);

        private Path leftIn(Path place, ProcessIdentity process) throws IOException {
            Path left = Files.createTempDirectory(place, "bpf-iterator-run-" + process.text() + "-");
            Files.createFile(left.resolve("file"));
            return left;
        }

        @Test
        void that_was_killed_is_removed() throws IOException {
            createdIn();
            Path left = leftIn(own, ended);

            createdIn();

            assertThat(left).doesNotExist();
        }

        @Test
        @NeedsKernel
        void that_another_user_planted_is_left_and_does_no_harm() throws IOException {
            directory(own.getFileName().toString(), "rwxr-xr-x");
            Path planted = leftIn(temporary, ended);
            giveAway(planted);
            Path ours = leftIn(temporary, ended);

            assertThat(createdIn()).isEqualTo(temporary);

            assertThat(planted.resolve("file")).exists();
            assertThat(ours).doesNotExist();
        }

        @Test
        @NeedsKernel
        void that_cannot_be_removed_is_left_and_does_no_harm() throws Exception {
            createdIn();
            Path file = leftIn(own, ended).resolve("file");
            assumeTrue(changeAttribute("+i", file), "needs a file system with immutable files, and root");
            try {
                assertThat(createdIn()).isEqualTo(own);
                assertThat(file).exists();
            } finally {
                changeAttribute("-i", file);
            }
        }

        @Test
        @NeedsKernel
        void that_still_runs_is_left_even_if_the_clock_was_set_meanwhile() throws Exception {
            assumeTrue(CurrentUser.id() == 0, "only root mounts another /proc/stat");
            Path stat = temporary.resolve("stat");
            Files.writeString(stat, Files.readString(Path.of("/proc/stat")).replaceFirst("btime \\d+", "btime 1000"));
            Process living = start(List.of(), "hold");
            Path directory = Path.of(living.inputReader().readLine());

            Process other = start(List.of(
                    "unshare", "--mount", "sh", "-c", "mount --bind " + stat + " /proc/stat && exec \"$@\"", "sh"));
            assertThat(Path.of(other.inputReader().readLine()).getParent()).isEqualTo(directory.getParent());
            assertThat(other.waitFor()).isZero();

            assertThat(directory).isDirectory();
            living.getOutputStream().close();
            assertThat(living.waitFor()).isZero();
            assertThat(directory).doesNotExist();
        }

        /** Starts a run in a separate JVM. */
        private Process start(List<String> before, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Djava.io.tmpdir=" + temporary,
                    "-classpath",
                    System.getProperty("java.class.path"),
                    RunDirectoryMain.class.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().remove("XDG_RUNTIME_DIR");
            return builder.start();
        }
    }

    @Test
    @NeedsKernel
    void of_this_run_that_cannot_be_removed_does_not_fail_it() throws Exception {
        RunDirectory directory = RunDirectory.create(new RunDirectoryParents(Optional.empty(), temporary));
        Path file = Files.createFile(directory.path().resolve("file"));
        assumeTrue(changeAttribute("+i", file), "needs a file system with immutable files, and root");
        try {
            assertThatCode(directory::close).doesNotThrowAnyException();
            assertThat(file).exists();
        } finally {
            changeAttribute("-i", file);
        }
    }

    private static boolean changeAttribute(String change, Path file) throws Exception {
        return CurrentUser.id() == 0
                && new ProcessBuilder("chattr", change, file.toString()).start().waitFor() == 0;
    }
}
