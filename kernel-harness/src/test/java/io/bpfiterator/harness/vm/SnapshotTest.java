package io.bpfiterator.harness.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.Kernel;
import io.bpfiterator.harness.kernel.Kernels;
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

/** A kernel boots once; emulated machines that are made like it go on from there. */
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
    static void keepSnapshotsApart() {
        kernels = Kernels.ofThisMachine(System.err::println);
        usersCache = System.getProperty(CACHE);
        System.setProperty(CACHE, cache.toString());
    }

    @AfterAll
    static void keepThemTogether() {
        if (usersCache == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, usersCache);
        }
    }

    @BeforeEach
    void forget() throws IOException {
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
    void a_second_machine_goes_on_from_where_the_first_had_booted(String series) throws Exception {
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

        private final Kernel kernel = kernels.kernel("newest");

        @BeforeEach
        void keepASnapshot() throws Exception {
            try (Guest guest = guest(kernel, Map.of())) {
                guest.ask("read /proc/uptime");
            }
            assertThat(snapshots()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"bpfiterator.vm.memory=768", "bpfiterator.vm.kernel.arguments=quiet", "bpfiterator.vm.cpus=2"
                })
        void if_it_differs_in(String setting) throws Exception {
            String[] words = setting.split("=");

            try (Guest other = guest(kernel, Map.of(words[0], words[1]))) {
                other.ask("read /proc/uptime");
                assertThat(other.machine.stages()).containsKey("kernel");
            }
            assertThat(snapshots()).hasSize(2);
        }

        @Test
        void if_snapshots_are_not_wanted() throws Exception {
            try (Guest other = guest(kernel, Map.of(VmSettings.SNAPSHOTS.key(), "false"))) {
                other.ask("read /proc/uptime");
                assertThat(other.machine.stages()).containsKey("kernel");
            }
        }

        @Test
        void after_one_whose_snapshot_was_not_whole() throws Exception {
            Path snapshot = snapshots().get(0);
            Files.write(snapshot, Arrays.copyOf(Files.readAllBytes(snapshot), 10_000_000));

            try (Guest failing = guest(kernel, Map.of())) {
                assertThat(failing.ended())
                        .startsWith("never started: QEMU ended with exit status 1: ")
                        .endsWith("; the snapshot that it went on from is removed, so run it again, and it boots");
            }
            assertThat(snapshots()).isEmpty();
            try (Guest booting = guest(kernel, Map.of())) {
                assertThat(booting.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
            }
        }
    }

    @Test
    void a_machine_of_which_none_can_be_taken_goes_on() throws Exception {
        Kernel kernel = kernels.kernel("newest");
        Path disk = Files.createDirectory(cache.resolve("disk"));
        Path qemu = Files.writeString(cache.resolve("qemu"), """
                #!/bin/sh
                # Of a disk that is a directory, QEMU can't take a snapshot.
                exec qemu-system-x86_64 "$@" -drive file=fat:rw:%s,if=none,format=raw
                """.formatted(disk));
        assertThat(qemu.toFile().setExecutable(true)).isTrue();

        try (Guest guest = guest(kernel, Map.of(VmSettings.QEMU.key(), qemu.toString()))) {
            assertThat(guest.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
        }
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void a_place_that_is_none_is_told_with_the_remedy() throws Exception {
        Path kept = cache.resolve("snapshots");
        Files.delete(kept);
        Files.writeString(kept, "no directory");

        assertThatThrownBy(() -> guest(kernels.kernel("newest"), Map.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("The snapshots of machines in " + kept + " can't be used: ")
                .hasMessageEndingWith("; make room, do without (bpfiterator.vm.snapshots = false), or name another"
                        + " directory with -Dbpfiterator.cache=DIRECTORY");
        Files.delete(kept);
    }
}
