package io.bpfiterator.clang;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories in which objects, headers and sources are looked for.
 *
 * @param own the one that is written
 * @param shared one that is searched first and never written
 */
record CompileCache(Path own, Optional<Path> shared) {

    static CompileCache of(CompilerOptions options) {
        return new CompileCache(options.cache(), options.sharedCache());
    }

    /** Returns the places of a file, in the order in which to look for it. */
    Stream<Path> places(String name) {
        return directories().map(directory -> directory.resolve(name));
    }

    /** Tells whether a file lies in one of the directories; such a file never changes. */
    boolean holds(Path file) {
        return directories().anyMatch(file::startsWith);
    }

    /** Returns a file's path, or its path below the cache: what lies there is the same in each directory. */
    String identify(Path file) {
        return directories()
                .filter(file::startsWith)
                .findFirst()
                .map(directory -> directory.relativize(file).toString())
                .orElseGet(file::toString);
    }

    private Stream<Path> directories() {
        return Stream.concat(shared.stream(), Stream.of(own));
    }
}
