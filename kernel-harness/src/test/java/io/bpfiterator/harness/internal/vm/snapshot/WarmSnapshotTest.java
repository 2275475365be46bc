// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.internal.cache.FileCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmSnapshotTest {

    @TempDir
    Path directory;

    private WarmSnapshot snapshot;

    @BeforeEach
    void useSeparateCache() {
        snapshot = new WarmSnapshot(new FileCache(directory, 8), "name");
    }

    private static void write(Path memory, Path devices) throws IOException {
        Files.writeString(memory, "memory");
        Files.writeString(devices, "devices");
    }

    private StartSource.WarmSnapshot files() {
        return (StartSource.WarmSnapshot) snapshot.find().orElseThrow();
    }

    @Test
    void consists_of_two_files_that_only_this_user_can_read() throws Exception {
        assertThat(snapshot.find()).isEmpty();

        snapshot.create(WarmSnapshotTest::write);

        assertThat(files().memory()).hasContent("memory");
        assertThat(files().devices()).hasContent("devices");
        assertThat(List.of(files().memory(), files().devices(), directory))
                .extracting(file -> PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .containsExactly("rw-------", "rw-------", "rwx------");
    }

    @Test
    void is_taken_once() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            snapshot.create((memory, devices) -> {
                taken.incrementAndGet();
                write(memory, devices);
            });
        }

        assertThat(taken).hasValue(1);
    }

    @Test
    void does_not_exist_if_one_file_is_missing() throws Exception {
        snapshot.create(WarmSnapshotTest::write);
        Files.delete(files().devices());

        assertThat(snapshot.find()).isEmpty();
    }

    @Test
    void that_could_not_be_taken_is_tried_again_after_a_day() throws Exception {
        assertThatThrownBy(() -> snapshot.create((memory, devices) -> {
                    throw new IOException("the machine ended");
                }))
                .hasMessage("the machine ended");
        assertThat(snapshot.find()).isEmpty();
        assertThat(snapshot.failure())
                .hasValueSatisfying(cause -> assertThat(cause).contains("the machine ended"));
        snapshot.create((memory, devices) -> {
            throw new IOException("tried again");
        });

        Files.setLastModifiedTime(
                directory.resolve("process/name.failure"),
                FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        assertThat(snapshot.failure()).isEmpty();
        snapshot.create(WarmSnapshotTest::write);
        assertThat(snapshot.find()).isPresent();
    }

    @Test
    void that_is_removed_leaves_no_file() throws Exception {
        snapshot.create(WarmSnapshotTest::write);

        snapshot.remove();

        assertThat(directory).isDirectoryNotContaining("glob:**.{devices,memory}");
    }
}
