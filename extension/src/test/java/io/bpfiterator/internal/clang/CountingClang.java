// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real clang through a script that counts how often it compiles. */
abstract class CountingClang {

    @TempDir
    Path directory;

    Path runs;
    Path source;
    CompilerOptions options;
    KernelTypes types = KernelTypes.ofRunning();

    /** The caches of an environment: the host's, which is read-only, and a directory of its own. */
    Path shared;

    Path own;

    @BeforeEach
    void prepare() throws Exception {
        runs = Files.createFile(directory.resolve("runs"));
        Path clang = Files.writeString(
                directory.resolve("counting-clang"),
                "#!/bin/sh\ncase \" $* \" in *' -c '*) echo run >>" + runs + ";; esac\nexec clang \"$@\"\n");
        assertThat(clang.toFile().setExecutable(true)).isTrue();
        source = write("answer.bpf.c", "#include \"answer.h\"\nint answer = ANSWER;\n");
        write("answer.h", "#define ANSWER 42\n");
        options = CompilerOptions.fromSystemProperties()
                .withClang(clang.toString())
                .withCache(directory.resolve("cache"));
        shared = options.cache();
        own = directory.resolve("own");
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    byte[] compile() {
        return new BpfCompiler(options, types).compile(source);
    }

    int runs() throws IOException {
        return Files.readAllLines(runs).size();
    }

    BpfException failure() {
        return catchThrowableOfType(BpfException.class, this::compile);
    }

    /** Compiles with both caches, and checks that the shared one does not change. */
    void compileWithShared() throws IOException {
        try (Stream<Path> before = Files.walk(shared)) {
            List<Path> files = before.toList();
            options = options.withCache(own).withSharedCache(shared);
            compile();
            try (Stream<Path> after = Files.walk(shared)) {
                assertThat(after).as("the shared cache").containsExactlyInAnyOrderElementsOf(files);
            }
        }
    }
}
