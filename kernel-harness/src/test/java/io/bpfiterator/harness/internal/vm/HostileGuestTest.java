// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest whose root user attacks this machine. Files are served by virtiofsd to the kernel 6.12-cloud, by QEMU to
 * others.
 */
@Timeout(180)
@NeedsMachines
class HostileGuestTest {

    private static final String NAME = "planted-by-a-guest";

    @TempDir
    Path directory;

    private Path run;
    private Path named;

    @BeforeEach
    void createDirectories() throws Exception {
        run = Files.createDirectory(directory.resolve("run"));
        named = Files.createDirectory(directory.resolve("named"));
    }

    @AfterEach
    void nothing_is_planted() throws Exception {
        Path cache = CacheDirectory.path();
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains(NAME)))
                    .isEmpty();
        }
        try (Stream<Path> left = Files.list(run)) {
            assertThat(left).isEmpty();
        }
    }

    private Guest guest(String kernel, Map<String, String> settings) throws Exception {
        Kernel fetched = Kernels.ofThisMachine(System.err::println).kernel(kernel);
        return new Guest(fetched, run, settings);
    }

    @Test
    void writes_nowhere_on_this_machine() throws Exception {
        assertWritesNowhere("6.12");
    }

    @Test
    @EnabledIf(
            value = "isRoot",
            disabledReason = "Disabled for this user: a virtiofsd without --readonly requires root")
    void writes_nowhere_through_virtiofsd() throws Exception {
        assertWritesNowhere("6.12-cloud");
    }

    private void assertWritesNowhere(String kernel) throws Exception {
        try (Guest guest = guest(kernel, Map.of())) {
            assertThat(guest.ask("run grep -cE ' (9p|virtiofs) rw' /proc/mounts"))
                    .as("no file system of this machine is writable")
                    .isEqualTo("1 0");
            guest.ask("run mount -o remount,rw /");
            assertThat(guest.ask("run grep -E ' / (9p|virtiofs) rw' /proc/mounts"))
                    .as("the guest's own mount is writable")
                    .startsWith("0 ");

            Path cache = CacheDirectory.path();
            try (Stream<Path> places = Stream.concat(
                    Files.list(cache), Stream.of(cache, run, Path.of("").toAbsolutePath()))) {
                for (Path place : places.filter(Files::isDirectory).toList()) {
                    assertThat(guest.ask("run echo x >" + place.resolve(NAME)))
                            .as(place.toString())
                            .doesNotStartWith("0 ");
                    assertThat(place.resolve(NAME)).doesNotExist();
                }
            }
            Path object = Files.createDirectories(cache.resolve("objects")).resolve("an-object");
            Files.writeString(object, "the host's");
            try {
                guest.ask("run echo x >" + object + "; rm -f " + object + "; chmod 4755 " + object);
                assertThat(object).hasContent("the host's");
                assertThat(mode(object)).doesNotContain(PosixFilePermission.OWNER_EXECUTE);
            } finally {
                Files.delete(object);
            }
        }
    }

    /** A ramfs has no extended attributes, where QEMU would otherwise store the owner and mode that the guest sees. */
    @Test
    @EnabledIf(value = "isRoot", disabledReason = "Disabled for this user: only root mounts")
    void creates_no_executable_on_a_file_system_without_extended_attributes() throws Exception {
        assertThat(shell("mount -t ramfs ramfs " + named)).isZero();
        try {
            creates_no_executable_in_a_writable_directory();
            assertThat(named.resolve(".virtfs_metadata")).isDirectory();
        } finally {
            assertThat(shell("umount " + named)).isZero();
        }
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int shell(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }

    @Test
    void creates_no_executable_in_a_writable_directory() throws Exception {
        Path program = named.resolve("program");
        try (Guest guest = guest("6.12", Map.of(VmSettings.WRITABLE.key(), named.toString()))) {
            assertThat(guest.ask("run cd " + named
                            + " && cp /bin/true program && chown 0:0 program && chmod 6755 program && ./program"
                            + " && ln -s /etc/shadow link && mknod disk b 8 0 && mkfifo pipe && mkdir -m 2777 below"
                            + " && stat -c %a program && readlink link"))
                    .isEqualTo("0 6755 /etc/shadow");
        }
        assertThat(unixMode(program)).isEqualTo(0100644);
        assertThat(unixMode(named.resolve("link"))).isEqualTo(0100644);
        assertThat(unixMode(named.resolve("disk"))).isEqualTo(0100644);
        assertThat(unixMode(named.resolve("pipe"))).isEqualTo(0100644);
        assertThat(unixMode(named.resolve("below"))).isEqualTo(040755);
        assertThat(Files.getOwner(program)).isEqualTo(Files.getOwner(named));
    }

    private static Set<PosixFilePermission> mode(Path file) throws Exception {
        return Files.getPosixFilePermissions(file);
    }

    private static int unixMode(Path file) throws Exception {
        return (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }
}
