package io.bpfiterator.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds the libraries that tests preload into a process. */
public final class Preloaded {

    private Preloaded() {}

    /** Compiles a resource of this package, {@code NAME.c}, in a directory. */
    public static Path library(String name, Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve(name + ".c");
        try (InputStream in = Preloaded.class.getResourceAsStream(name + ".c")) {
            Files.copy(in, source);
        }
        Path library = directory.resolve(name + ".so");
        Process clang = new ProcessBuilder(
                        "clang",
                        "-O2",
                        "-Wall",
                        "-Werror",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(clang.getInputStream().readAllBytes());
        if (clang.waitFor() != 0) {
            throw new AssertionError("clang cannot build " + source + ": " + output);
        }
        return library;
    }
}
