// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.Kernel;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel boots once; equal emulated machines resume from its snapshot. */
@Timeout(180)
@NeedsMachines
class SnapshotTest {

    private static final Map<String, String> EMULATED = Map.of(VmSettings.ACCELERATION.key(), "tcg");
    private static final String CACHE = "bpfiterator.cache";

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
    void removeSnapshots() throws IOException {
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
        Map<String, String> settings = new HashMap<>(EMULATED);
        settings.putAll(more);
        return new Guest(kernel, directory, settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "newest"})
    void a_second_machine_resumes_from_the_snapshot_of_the_first(String series) throws Exception {
        Kernel kernel = kernels.kernel(series);
        String firstRandom;
        try (Guest first = guest(kernel, Map.of())) {
            firstRandom = first.ask("read /proc/sys/kernel/random/uuid");
            assertThat(first.machine.stages()).containsKey("kernel");
            assertThat(first.machine.description()).doesNotContain("snapshot");
        }
        Path file = Files.writeString(Path.of("target/snapshot-test"), "written since");

        try (Guest second = guest(kernel, Map.of())) {
            assertThat(second.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
            assertThat(second.ask("read " + file.toAbsolutePath())).isEqualTo("written since");
            assertThat(second.ask("read /proc/sys/kernel/random/uuid")).isNotEqualTo(firstRandom);
            assertThat(second.machine.stages()).containsKey("snapshot").doesNotContainKey("kernel");
            assertThat(second.machine.description()).endsWith(" MB, from a snapshot");
            assertThat(bootTime(second).plus(uptime(second))).isCloseTo(Instant.now(), within(Duration.ofSeconds(3)));
        }
        assertThat(snapshots()).hasSize(1);
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
