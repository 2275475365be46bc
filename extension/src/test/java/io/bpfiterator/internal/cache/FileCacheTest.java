// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bpfiterator.internal.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files appear in a cache when they are complete, and one process at a time writes a locked directory. */
class FileCacheTest {

    @TempDir
    private Path directory;

    private String[] entries() {
        return directory.toFile().list();
    }

    @Nested
    class A_file {

        @Test
        void is_found_when_it_is_complete() throws IOException {
            FileCache cache = new FileCache(directory, 2);

            cache.create("a", file -> {
                Files.writeString(file, "half");
                assertThat(cache.find("a")).isEmpty();
                return Files.writeString(file, "whole");
            });

            assertThat(cache.find("a"))
                    .hasValueSatisfying(file -> assertThat(file).hasContent("whole"));
            assertThat(entries()).containsExactly("a");
        }

        @Test
        void is_not_kept_if_its_creation_fails() {
            FileCache cache = new FileCache(directory, 2);

            assertThatIOException()
                    .isThrownBy(() -> cache.create("a", file -> {
                        Files.writeString(file, "half");
                        throw new IOException("disk full");
                    }));

            assertThat(entries()).isEmpty();
        }

        @Test
        void makes_room_by_removing_the_one_that_was_used_least_recently() throws IOException {
            FileCache cache = new FileCache(directory, 2);
            for (String name : List.of("old", "new")) {
                cache.create(name, file -> Files.writeString(file, name));
            }
            Files.setLastModifiedTime(
                    directory.resolve("old"), FileTime.from(Instant.now().minus(Duration.ofDays(1))));

            cache.create("newest", file -> Files.writeString(file, "newest"));

            assertThat(entries()).containsExactlyInAnyOrder("new", "newest");
        }
    }

    @Nested
    class An_unfinished_file {

        @Test
        void is_published_with_the_directory_of_its_place() throws IOException {
            Path place = directory.resolve("some/place");
            try (UnfinishedFiles files = UnfinishedFiles.in(directory)) {
                Files.writeString(files.path("left"), "left");
                files.publish(Files.writeString(files.path("a"), "text"), place);
            }

            assertThat(place).hasContent("text");
            assertThat(entries()).containsExactly("some");
        }

        @Test
        void of_a_killed_process_is_deleted_by_the_next_one() throws IOException {
            ProcessIdentity current = ProcessIdentity.current();
            Path left = leftBy(new ProcessIdentity(
                    current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1));
            Path living = leftBy(current);

            UnfinishedFiles.in(directory).close();

            assertThat(left).doesNotExist();
            assertThat(living).exists();
        }

        @Test
        void of_a_process_that_is_not_visible_is_deleted_after_a_day() throws IOException {
            ProcessIdentity current = ProcessIdentity.current();
            Path old = leftBy(new ProcessIdentity(current.boot(), current.pidNamespace() + 1, 1, 1));
            Path recent = leftBy(new ProcessIdentity(current.boot(), current.pidNamespace() + 1, 1, 2));
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

            UnfinishedFiles.in(directory).close();

            assertThat(old).doesNotExist();
            assertThat(recent).exists();
        }

        private Path leftBy(ProcessIdentity process) throws IOException {
            Path left = Files.createDirectory(directory.resolve("unfinished-" + process.text() + "-x"));
            Files.writeString(left.resolve("a"), "half");
            return left;
        }

        @Test
        void is_deleted_in_a_locked_directory_if_its_process_was_killed() throws IOException {
            Files.createDirectories(directory.resolve("unfinished-1/of/a/killed/process"));
            Files.createDirectory(directory.resolve("finished"));

            UnfinishedFiles.deleteAbandoned(directory);

            assertThat(entries()).containsExactly("finished");
        }

        @Test
        void may_have_been_complete() throws IOException {
            Path tree = Files.createDirectories(directory.resolve("a/b/c"));

            UnfinishedFiles.delete(directory.resolve("a"));

            assertThat(tree).doesNotExist();
            assertThat(entries()).isEmpty();
        }
    }

    @Nested
    class A_locked_directory {

        @Test
        void is_used_by_one_thread_at_a_time() throws Exception {
            AtomicInteger inside = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<Integer>> runs = IntStream.range(0, 4)
                        .mapToObj(thread -> threads.submit(() -> {
                            start.await();
                            return DirectoryLock.locked(directory, () -> {
                                int together = inside.incrementAndGet();
                                Thread.yield();
                                inside.decrementAndGet();
                                return together;
                            });
                        }))
                        .toList();
                start.countDown();

                for (Future<Integer> run : runs) {
                    assertThat(run.get()).isOne();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(entries()).containsExactly(DirectoryLock.FILE);
        }
    }
}
