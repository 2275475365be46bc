// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.cache.CacheLimit;
import java.nio.file.Path;

/** The subdirectories of a cache that a compiler reads and writes; the cache has others, too. */
enum CacheArea {
    /** An object has 10 to 100 kB, and a checklist beside it. */
    OBJECTS("objects", 1000),
    /** Generated headers with the types of kernels, each 3 MB in a directory. */
    HEADERS("vmlinux", 20),
    /** Sources from jars, each in a directory. */
    SOURCES("sources", 1000);

    private final String directory;
    private final CacheLimit limit;

    CacheArea(String directory, int maxEntries) {
        this.directory = directory;
        this.limit = new CacheLimit(maxEntries);
    }

    /** Returns the limit of its size. */
    CacheLimit limit() {
        return limit;
    }

    /** Returns the path in a cache. */
    Path in(Path cache) {
        return cache.resolve(directory);
    }

    /** Returns the path of a file, relative to a cache. */
    String file(String name) {
        return directory + "/" + name;
    }

    /** Returns the path relative to a cache. */
    @Override
    public String toString() {
        return directory;
    }
}
