// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.cache.CacheLimit;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories to search for objects, headers and sources.
 *
 * @param own the only directory that is written
 * @param shared a directory that is searched first and never written
 */
record CompileCache(Path own, Optional<Path> shared) {

    static CompileCache of(CompilerOptions options) {
        return new CompileCache(options.cache(), options.sharedCache());
    }

    /** Returns the paths that a file of the cache may have, in the order in which to search them. */
    Stream<Path> candidates(String name) {
        return directories().map(directory -> directory.resolve(name));
    }

    /** Returns whether a file is in one of the directories; such a file never changes. */
    boolean contains(Path file) {
        return directories().anyMatch(file::startsWith);
    }

    /**
     * Returns a file's path. For a file in the cache, the path is relative, since the file has the same contents in
     * each directory.
     */
    String identify(Path file) {
        return directories()
                .filter(file::startsWith)
                .findFirst()
                .map(directory -> directory.relativize(file).toString())
                .orElseGet(file::toString);
    }

    /**
     * Marks a file or directory as used now, if this cache is written: {@link #makeRoom} removes what has not been used
     * for the longest time.
     */
    void markUsed(Path entry) {
        if (entry.startsWith(own)) {
            try {
                CacheLimit.markUsed(entry);
            } catch (IOException readOnly) {
                return;
            }
        }
    }

    /** Removes headers or sources until another one may be added. */
    void makeRoom(CacheArea area) throws IOException {
        area.limit().makeRoom(entries(area));
    }

    /** Returns the files and directories in an area of the cache that is written. */
    List<Path> entries(CacheArea area) throws IOException {
        Path directory = area.in(own);
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** Returns the exception for a cache that cannot be read or written. */
    BpfException unusable(IOException cause) {
        String what = "Cannot use the cache " + own;
        String remedy = "ame another directory with -D" + ExtensionSettings.CACHE + "=DIRECTORY";
        return isFullDisk(CauseText.of(cause))
                ? OutOfResources.fullDisk(what)
                        .remedy("Free space on it, or n" + remedy)
                        .causedBy(cause)
                        .exception()
                : Failure.failed(what).because(cause).remedy("N" + remedy).exception();
    }

    /**
     * Returns whether a message is about a full disk. Exceptions of the JDK, and the output of clang, have only the C
     * library's message and no error number.
     */
    static boolean isFullDisk(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
    }

    private Stream<Path> directories() {
        return Stream.concat(shared.stream(), Stream.of(own));
    }
}
