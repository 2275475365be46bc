// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Limits the size of a cache: removes the entries that no run has used for two weeks, and the least recently used ones
 * above the maximum number.
 *
 * @param maxEntries the maximum number of entries
 */
public record CacheLimit(int maxEntries) {

    private static final Duration UNUSED_LIMIT = Duration.ofDays(14);

    /** Marks a file or directory as used now; returns false if it does not exist. */
    public static boolean markUsed(Path entry) throws IOException {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes files and directories until another one may be added. */
    public void makeRoom(List<Path> entries) {
        makeRoom(entries, FileTree::deleteIfPossible);
    }

    /** Removes entries until another one may be added. */
    public void makeRoom(List<Path> entries, Consumer<Path> removal) {
        Instant limit = Instant.now().minus(UNUSED_LIMIT);
        List<Entry> latestFirst =
                new ArrayList<>(entries.stream().map(Entry::of).toList());
        latestFirst.sort(Comparator.comparing(Entry::lastUse).reversed());
        for (int i = 0; i < latestFirst.size(); i++) {
            Entry entry = latestFirst.get(i);
            if (i >= maxEntries - 1 || entry.lastUse.isBefore(limit)) {
                removal.accept(entry.path);
            }
        }
    }

    /** @param lastUse the epoch if another JVM has just removed the file */
    private record Entry(Path path, Instant lastUse) {

        static Entry of(Path path) {
            return new Entry(path, Instant.ofEpochMilli(path.toFile().lastModified()));
        }
    }
}
