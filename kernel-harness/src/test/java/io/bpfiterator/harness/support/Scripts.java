// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates scripts that replace programs. */
public final class Scripts {

    private Scripts() {}

    /** Writes an executable file, and returns it. */
    public static Path executable(Path file, String text) {
        try {
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
