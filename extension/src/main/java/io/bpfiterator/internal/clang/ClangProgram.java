// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.files.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Identifies a clang by its file, since running {@code clang --version} takes 30 ms, and a second on an emulated
 * processor.
 */
final class ClangProgram {

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private ClangProgram() {}

    /**
     * Returns the path, size and modification time of the program that a command runs. The result is empty for a
     * script, which may run another clang tomorrow, and for a command that does not exist.
     */
    static Optional<String> identify(String command) {
        return SearchPath.find(command).flatMap(ClangProgram::identityOf);
    }

    private static Optional<String> identityOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF)
                    ? Optional.of(file.toRealPath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file))
                    : Optional.empty();
        } catch (IOException e) {
            // The file can be executed but not read. Its --version must identify it.
            return Optional.empty();
        }
    }
}
