// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.support.NeedsMachines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes fetch one series from Debian's mirror into an empty cache at the same time; the tests examine the
 * result.
 */
@NeedsMachines
class DebianKernelsTest {

    private static final Path ETC = Path.of("/etc/apt");
    private static final Path PROGRAMS = Path.of("/usr/bin");
    private static final Path SYSTEM_LISTS = Path.of("/var/lib/apt/lists");

    @TempDir
    static Path cache;

    private static FileTime systemLists;
    private static final List<List<String>> FETCHES = new ArrayList<>();

    private final List<String> progress = new ArrayList<>();

    @BeforeAll
    static void fetch_in_two_processes() throws Exception {
        systemLists = Files.getLastModifiedTime(SYSTEM_LISTS);
        List<Process> processes = List.of(fetch(), fetch());
        for (Process process : processes) {
            FETCHES.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            assertThat(process.waitFor()).as("%s", FETCHES).isZero();
        }
    }

    private static Process fetch() throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        FetchMain.class.getName(),
                        cache.toString(),
                        "5.10")
                .redirectErrorStream(true)
                .start();
    }

    /** Overwrites the time that a test with a clock ahead of time has stored. */
    @AfterEach
    void reset_the_time_of_the_last_check() {
        new KernelCache(cache, "5.10", "5.10", Clock.systemUTC())
                .makeCurrent(Path.of(image()).getParent().getFileName().toString());
    }

    @Test
    void concurrent_processes_download_a_kernel_once() {
        assertThat(FETCHES).extracting(lines -> lines.get(lines.size() - 1)).containsOnly(image());
        assertThat(FETCHES.stream()
                        .flatMap(List::stream)
                        .filter(line -> line.matches(".* downloading linux-image-5.10.0-[^,]* 5.10.*")))
                .singleElement()
                .asString()
                .matches("Kernel 5\\.10: downloading linux-image-5\\.10\\.0-\\d+-\\S+ 5\\.10\\.\\d+-\\d+, \\d+ MB");
    }

    @Test
    void a_kernel_has_an_uncompressed_image_and_the_modules_that_booting_requires() {
        Kernel kernel = kernels(Clock.systemUTC(), ETC).kernel("5.10");

        assertThat(kernel.release()).startsWith("5.10.0-");
        assertThat(kernel.description()).startsWith("Debian's linux-image-" + kernel.release() + " 5.10.");
        assertThat(kernel.image()).hasFileName("vmlinux");
        assertThat(KernelImage.release(kernel.image().resolveSibling("vmlinuz")))
                .isEqualTo(kernel.release());
        assertThat(kernel.modules())
                .isDirectoryContaining("glob:**/9p.ko")
                .isDirectoryContaining("glob:**/virtio_pci.ko");
    }

    @Test
    void the_package_lists_of_the_system_do_not_change() throws Exception {
        assertThat(Files.getLastModifiedTime(SYSTEM_LISTS)).isEqualTo(systemLists);
    }

    @Test
    void the_mirror_is_not_checked_again_within_a_day() {
        assertThat(kernels(in(Duration.ofHours(23)), unreachable())
                        .kernel("5.10")
                        .image())
                .hasToString(image());
        assertThat(progress).isEmpty();
    }

    @Test
    void the_mirror_is_checked_after_a_day_and_a_cached_version_is_not_downloaded_again() {
        assertThat(kernels(in(Duration.ofHours(25)), ETC).kernel("5.10").image())
                .hasToString(image());
        assertThat(progress)
                .startsWith("Kernel 5.10: updating the package lists of bullseye and bullseye-security")
                .noneMatch(line -> line.contains(": downloading linux-image-"));
    }

    @Test
    void the_cached_kernel_is_used_and_the_reason_reported_if_the_mirror_does_not_respond() {
        String reason = "Kernel 5\\.10: using 5\\.10\\.\\S+ from the cache, which may be out of date. Checking failed:"
                + " apt cannot update the package lists of bullseye and bullseye-security: Failed to fetch .*\\.";

        assertThat(kernels(in(Duration.ofDays(7)), unreachable()).kernel("5.10").image())
                .hasToString(image());
        assertThat(progress).last().asString().matches(reason);

        progress.clear();
        kernels(in(Duration.ofDays(7).plusHours(1)), unreachable()).kernel("5.10");
        assertThat(progress)
                .singleElement()
                .asString()
                .matches(reason + " Last checked at \\S+\\. To check again, run: bpf-iterator kernels fetch 5\\.10");
    }

    @Test
    void fetch_fails_if_the_mirror_does_not_respond() {
        assertThatThrownBy(() -> kernels(Clock.systemUTC(), unreachable()).fetch("5.10"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(
                        "apt cannot update the package lists of bullseye and bullseye-security: Failed to fetch ")
                .hasMessageContaining("Could not connect to 127.0.0.1:9")
                .hasMessageEndingWith(". Check the network and the proxy, or use another kernel: vm:/path/to/bzImage or"
                        + " vm:host.");
    }

    /** Copies the kernel to another cache, together with an older version and what an unfinished download left. */
    private Path copy() throws Exception {
        Path copy =
                Files.createDirectories(Files.createTempDirectory(cache, "copy").resolve("5.10"));
        Path current = Path.of(image()).getParent();
        Files.copy(cache.resolve("5.10/current"), copy.resolve("current"));
        for (String version : List.of("5.10.1-1", current.getFileName().toString())) {
            Files.createDirectories(copy.resolve(version));
            Files.copy(current.resolve("kernel"), copy.resolve(version).resolve("kernel"));
        }
        Files.createDirectories(copy.resolve("unfinished-1/download"));
        Files.createFile(copy.resolve("lock"));
        return copy;
    }

    private DebianKernels in(Path copy) {
        return new DebianKernels(copy.getParent(), ETC, PROGRAMS, DebianSeries.ALL, Clock.systemUTC(), progress::add);
    }

    @Test
    void cached_kernels_can_be_listed() throws Exception {
        DebianKernels kernels = in(copy());

        assertThat(kernels.cached())
                .extracting(kernel -> kernel.directory().getFileName().toString(), CachedKernel::current)
                .containsExactlyInAnyOrder(
                        tuple("5.10.1-1", false),
                        tuple(Path.of(image()).getParent().getFileName().toString(), true));
        assertThat(kernels.cached()).allSatisfy(kernel -> {
            assertThat(kernel.names()).isSubsetOf("5.10");
            assertThat(kernel.bytes()).isPositive();
            assertThat(kernel.fetched())
                    .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
        });
    }

    @Test
    void cached_kernels_can_be_pruned() throws Exception {
        Path copy = copy();
        DebianKernels kernels = in(copy);

        assertThat(kernels.prune(false))
                .extracting(kernel -> kernel.directory().getFileName())
                .containsExactly(Path.of("5.10.1-1"));
        assertThat(kernels.prune(true)).hasSize(1);
        assertThat(kernels.cached()).isEmpty();
        try (Stream<Path> left = Files.list(copy)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("current", "lock");
        }
    }

    @Nested
    class The_message_names {

        @TempDir
        Path directory;

        @Test
        void an_unknown_series() {
            assertThatThrownBy(() -> kernels(Clock.systemUTC(), ETC).fetch("no"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(
                            "Unknown kernel series \"no\". Use one of 5.10, 6.1, 6.12, newest, MAJOR.x, MAJOR.MINOR,"
                                    + " SERIES-cloud, SERIES-rt.");
            assertThatThrownBy(() -> Kernels.ofThisMachine(progress::add).kernel("no"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Unknown kernel \"no\". Use one of 5.10, 6.1, 6.12, newest, MAJOR.x, MAJOR.MINOR,"
                            + " SERIES-cloud,"
                            + " SERIES-rt, host, /path/to/bzImage, /path/to/bzImage:/path/to/modules,"
                            + " oci:IMAGE.");
        }

        @Test
        void a_suite_that_the_mirror_lacks() {
            DebianKernels kernels = with(ETC, PROGRAMS, new DebianSeries("4.4", List.of("no-such-suite")));

            assertThatThrownBy(() -> kernels.kernel("4.4"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot fetch a kernel from Debian: the mirror in apt's sources has no suite"
                            + " no-such-suite. Use a mirror that has it, or use another kernel: vm:/path/to/bzImage or"
                            + " vm:host.");
        }

        @Test
        void a_missing_apt() {
            assertThatThrownBy(
                            () -> with(ETC, directory, DebianSeries.ALL.get(0)).kernel("5.10"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot fetch a kernel from Debian: apt is required, and " + directory
                            + "/apt-config is not an executable file. On Debian, install apt. Elsewhere, copy Debian's"
                            + " package of the kernel into a directory and name it with bpfiterator.vm.kernel.packages,"
                            + " or use another kernel: vm:/path/to/bzImage or vm:host.");
        }

        @Test
        void sources_without_a_mirror_of_debian() {
            assertThatThrownBy(() ->
                            with(directory, PROGRAMS, DebianSeries.ALL.get(0)).kernel("5.10"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot fetch a kernel from Debian: no source of apt in " + directory
                            + " is a mirror of Debian. Use another kernel: vm:/path/to/bzImage or vm:host.");
        }

        @Test
        void a_cache_that_is_not_a_directory() throws Exception {
            Path file = Files.writeString(directory.resolve("file"), "");

            assertThatThrownBy(() -> new DebianKernels(
                                    file, ETC, PROGRAMS, DebianSeries.ALL, Clock.systemUTC(), progress::add)
                            .kernel("5.10"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("Cannot read the cache of kernels " + file + ": ")
                    .hasMessageEndingWith(
                            ". Free disk space and make the directory writable, or choose another cache with"
                                    + " -Dbpfiterator.cache=/its/directory.");
        }

        private DebianKernels with(Path etc, Path programs, DebianSeries series) {
            return new DebianKernels(
                    directory.resolve("kernels"), etc, programs, List.of(series), Clock.systemUTC(), progress::add);
        }
    }

    private DebianKernels kernels(Clock clock, Path etc) {
        return new DebianKernels(cache, etc, PROGRAMS, DebianSeries.ALL, clock, progress::add);
    }

    private static Clock in(Duration later) {
        return Clock.offset(Clock.systemUTC(), later);
    }

    private static String image() {
        try {
            String version = Files.readAllLines(cache.resolve("5.10/current")).get(0);
            return cache.resolve("5.10").resolve(version).resolve("vmlinux").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a configuration of apt whose mirror is a port that nothing listens on. */
    private static Path unreachable() {
        try {
            Path etc = Files.createDirectories(cache.resolve("unreachable"));
            Files.writeString(etc.resolve("sources.list"), """
                    deb http://127.0.0.1:9/debian bookworm main
                    deb http://127.0.0.1:9/debian-security bookworm-security main
                    """);
            return etc;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
