package io.bpfiterator.internal.clang;

import java.nio.file.Path;

/** The subdirectories of a cache that a compiler reads and writes; the cache has others, too. */
enum CacheArea {
    OBJECTS("objects"),
    /** Generated headers with the types of kernels. */
    HEADERS("vmlinux"),
    /** Sources from jars. */
    SOURCES("sources");

    private final String directory;

    CacheArea(String directory) {
        this.directory = directory;
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
