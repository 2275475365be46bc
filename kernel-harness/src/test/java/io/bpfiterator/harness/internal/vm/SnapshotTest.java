// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel boots once; equal emulated machines resume from its snapshot. */
@Timeout(180)
@NeedsMachines
class SnapshotTest {

    private static final Map<String, String> EMULATED = Map.of(VmSettings.ACCELERATION.key(), "tcg");
    private static final String CACHE = "bpfiterator.cache";
    private static final String RANDOM = "read /proc/sys/kernel/random/uuid";

    static Kernels kernels;
    static String usersCache;

    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    @BeforeAll
    static void useSeparateCache() {
        kernels = Kernels.ofThisMachine(System.err::println);
        usersCache = System.getProperty(CACHE);
        System.setProperty(CACHE, cache.toString());
    }

    @AfterAll
    static void restoreCache() {
        if (usersCache == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, usersCache);
        }
    }

    @BeforeEach
    void startWithoutSnapshots() throws IOException {
        removeSnapshots();
    }

    private static void removeSnapshots() throws IOException {
        for (Path snapshot : snapshots()) {
            Files.delete(snapshot);
        }
    }

    private static List<Path> snapshots() throws IOException {
        Path kept = Files.createDirectories(cache.resolve("snapshots"));
        try (Stream<Path> files = Files.list(kept)) {
            return files.toList();
        }
    }

    private Guest guest(Kernel kernel, Map<String, String> more) throws IOException {
        return guest(kernel, directory, more);
    }

    private static Guest guest(Kernel kernel, Path directory, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(EMULATED);
        settings.putAll(more);
        return new Guest(kernel, directory, settings);
    }

    @Nested
    @ParameterizedClass
    @ValueSource(strings = {"5.10", "newest"})
    class A_second_machine {

        private static Guest second;
        private static String randomOfFirst;
        private static int snapshotsOfBoth;

        @Parameter
        private String series;

        @BeforeParameterizedClassInvocation
        static void startBoth(String series, @TempDir Path directory) throws IOException {
            removeSnapshots();
            Kernel kernel = kernels.kernel(series);
            try (Guest first = guest(kernel, directory, Map.of())) {
                randomOfFirst = first.ask(RANDOM);
                assertThat(first.machine.stages()).as("stages of the first").containsKey("kernel");
            }
            second = guest(kernel, directory, Map.of());
            second.ask("read /proc/uptime");
            snapshotsOfBoth = snapshots().size();
        }

        @AfterParameterizedClassInvocation
        static void stopSecond() {
            second.close();
        }

        @Test
        void resumes_from_the_snapshot_of_the_first() {
            assertThat(second.machine.stages()).containsKey("snapshot").doesNotContainKey("kernel");
            assertThat(second.machine.description()).endsWith(" MB, from a snapshot");
        }

        @Test
        void takes_no_other_snapshot() {
            assertThat(snapshotsOfBoth).isEqualTo(1);
        }

        @Test
        void runs_the_same_kernel() throws Exception {
            assertThat(second.ask("read /proc/sys/kernel/osrelease"))
                    .isEqualTo(kernels.kernel(series).release());
        }

        @Test
        void sees_files_that_were_written_since() throws Exception {
            Path file = Files.writeString(Path.of("target/snapshot-test"), "written since");

            assertThat(second.ask("read " + file.toAbsolutePath())).isEqualTo("written since");
        }

        @Test
        void draws_other_random_numbers() throws Exception {
            assertThat(second.ask(RANDOM)).isNotEqualTo(randomOfFirst);
        }

        @Test
        void has_the_time_of_the_host() throws Exception {
            assertThat(bootTime(second).plus(uptime(second))).isCloseTo(Instant.now(), within(Duration.ofSeconds(3)));
        }
    }

    private static Instant bootTime(Guest guest) throws IOException {
        String seconds = guest.ask("read /proc/stat").replaceFirst(".* btime (\\d+) .*", "$1");
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private static Duration uptime(Guest guest) throws IOException {
        String seconds = guest.ask("read /proc/uptime").replaceFirst("\\..*", "");
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    @Nested
    class A_machine_boots {

        /** The snapshot that the first test took. */
        private static Path taken;

        private final Kernel kernel = kernels.kernel("newest");

        @BeforeEach
        void takeSnapshot() throws Exception {
            if (taken == null) {
                try (Guest guest = guest(kernel, Map.of())) {
                    guest.ask("read /proc/uptime");
                }
                assertThat(snapshots()).hasSize(1);
                Path snapshot = snapshots().get(0);
                taken = Files.copy(snapshot, cache.resolve(snapshot.getFileName()));
            } else {
                Files.copy(taken, cache.resolve("snapshots").resolve(taken.getFileName()));
            }
        }

        @ParameterizedTest
        @Extended
        @ValueSource(
                strings = {"bpfiterator.vm.memory=768", "bpfiterator.vm.kernel.arguments=quiet", "bpfiterator.vm.cpus=2"
                })
        void if_it_differs_in(String setting) throws Exception {
            String[] keyAndValue = setting.split("=");

            try (Guest other = guest(kernel, Map.of(keyAndValue[0], keyAndValue[1]))) {
                other.ask("read /proc/uptime");
                assertThat(other.machine.stages()).containsKey("kernel");
            }
            assertThat(snapshots()).hasSize(2);
        }

        @Test
        void if_snapshots_are_disabled() throws Exception {
            try (Guest other = guest(kernel, Map.of(VmSettings.SNAPSHOTS.key(), "false"))) {
                other.ask("read /proc/uptime");
                assertThat(other.machine.stages()).containsKey("kernel");
            }
        }

        @Test
        void after_one_failed_to_resume_from_an_incomplete_snapshot() throws Exception {
            Path snapshot = snapshots().get(0);
            Files.write(snapshot, Arrays.copyOf(Files.readAllBytes(snapshot), 10_000_000));

            try (Guest failing = guest(kernel, Map.of())) {
                assertThat(failing.ended())
                        .startsWith("never started: QEMU ended with exit status 1: ")
                        .endsWith(". The snapshot it resumed from was discarded. Rerun to boot from scratch");
            }
            assertThat(snapshots()).isEmpty();
            try (Guest booting = guest(kernel, Map.of())) {
                assertThat(booting.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
            }
        }
    }

    @Test
    void a_machine_runs_on_if_no_snapshot_can_be_taken() throws Exception {
        Kernel kernel = kernels.kernel("newest");
        Path disk = Files.createDirectory(cache.resolve("disk"));
        Path qemu = Files.writeString(cache.resolve("qemu"), """
                #!/bin/sh
                # QEMU cannot migrate a machine whose disk is a directory.
                exec qemu-system-x86_64 "$@" -drive file=fat:rw:%s,if=none,format=raw
                """.formatted(disk));
        assertThat(qemu.toFile().setExecutable(true)).isTrue();

        try (Guest guest = guest(kernel, Map.of(VmSettings.QEMU.key(), qemu.toString()))) {
            assertThat(guest.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
        }
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void a_cache_that_is_not_a_directory_is_reported() throws Exception {
        Path kept = cache.resolve("snapshots");
        Files.delete(kept);
        Files.writeString(kept, "not a directory");

        assertThatThrownBy(() -> guest(kernels.kernel("newest"), Map.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot use the snapshots of virtual machines in " + kept + ": ")
                .hasMessageEndingWith(". Check that the directory is writable and has free space, disable snapshots"
                        + " (bpfiterator.vm.snapshots = false), or choose another cache with"
                        + " -Dbpfiterator.cache=DIRECTORY.");
        Files.delete(kept);
    }
}
