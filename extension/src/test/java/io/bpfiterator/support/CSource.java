// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds C sources among the test resources. */
public final class CSource {

    private CSource() {}

    /**
     * Compiles a resource of a class's package, {@code NAME.c}, in a directory, and returns the output.
     *
     * @param arguments follow the source on clang's command line
     */
    public static Path build(Class<?> base, String name, Path directory, String... arguments)
            throws IOException, InterruptedException {
        Path source = directory.resolve(name + ".c");
        try (InputStream in = base.getResourceAsStream(name + ".c")) {
            Files.copy(in, source);
        }
        Path output = directory.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("clang", "-O2", "-Wall", "-Werror", "-o", output.toString(), source.toString()));
        command.addAll(List.of(arguments));
        Process clang = new ProcessBuilder(command).redirectErrorStream(true).start();
        String messages = new String(clang.getInputStream().readAllBytes());
        if (clang.waitFor() != 0) {
            throw new AssertionError("clang cannot build " + source + ": " + messages);
        }
        return output;
    }
}
