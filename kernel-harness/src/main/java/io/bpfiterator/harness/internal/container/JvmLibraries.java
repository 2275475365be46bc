// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories of the loader and the libraries of this JVM, which a container with this machine's userland requires.
 * Not every distribution has them in {@code /lib} and {@code /usr}: in NixOS, each package has a directory of its own.
 */
final class JvmLibraries {

    private static final Path MAPS = Path.of("/proc/self/maps");

    /** The number of columns before the path in a line of the file: address, access, offset, device, inode. */
    private static final int COLUMNS = 5;

    private JvmLibraries() {}

    /** Returns the directories of the libraries that this process has mapped. */
    static List<Path> directories() {
        try {
            return directories(Files.readAllLines(MAPS));
        } catch (IOException e) {
            throw Failure.failed("Cannot determine the libraries of this JVM from " + MAPS)
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns the directories of the files that are mapped for execution and still exist. */
    static List<Path> directories(List<String> maps) {
        return maps.stream()
                .map(line -> line.split(" +", COLUMNS + 1))
                .filter(columns -> columns.length > COLUMNS && columns[1].contains("x"))
                .map(columns -> columns[COLUMNS])
                .filter(file -> file.startsWith("/") && !file.endsWith(" (deleted)"))
                .map(file -> Path.of(file).getParent())
                .distinct()
                .toList();
    }
}
