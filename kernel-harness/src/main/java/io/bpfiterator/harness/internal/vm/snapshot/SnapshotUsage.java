// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.internal.process.ProgramRunner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of one kind in this user's cache.
 *
 * @param kind what they are snapshots of, in the singular
 * @param files the number of their files; a snapshot of a warm machine has two
 * @param bytes the size of the allocated blocks
 * @param lastUse when one was last used; empty without snapshots
 */
public record SnapshotUsage(String kind, int files, long bytes, Optional<Instant> lastUse) {

    private static final int KILOBYTE = 1024;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static SnapshotUsage of(String kind, List<Path> files) throws IOException {
        Optional<Instant> lastUse = Optional.empty();
        for (Path file : files) {
            Instant used = Files.getLastModifiedTime(file).toInstant();
            lastUse = lastUse.filter(used::isBefore).or(() -> Optional.of(used));
        }
        return new SnapshotUsage(kind, files.size(), allocated(files), lastUse);
    }

    /** Sums up the allocated blocks, which Java cannot read: the files are sparse. */
    private static long allocated(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            return 0;
        }
        List<String> command = new ArrayList<>(List.of("du", "-k", "--"));
        files.forEach(file -> command.add(file.toString()));
        try {
            return ProgramRunner.run(new ProcessBuilder(command), LIMIT)
                    .output()
                    .lines()
                    .map(line -> line.split("\\s", 2)[0])
                    .filter(size -> size.matches("\\d+"))
                    .mapToLong(size -> Long.parseLong(size) * KILOBYTE)
                    .sum();
        } catch (ProgramRunner.Overtime e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
