// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of {@code /proc} that have a line for each value. */
final class ProcFile {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcFile() {}

    /** Returns a value of this process. */
    static long ofThisProcess(String name) throws IOException {
        return kibibytes(STATUS, name);
    }

    /** Returns the number in a line such as {@code VmHWM:   1234 kB}. */
    static long kibibytes(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + name));
    }
}
