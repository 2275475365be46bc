// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the parent of this user's run directories: the directory that the system provides for this user's processes,
 * or else a directory of this user in the temporary directory, or else the temporary directory itself.
 *
 * @param runtime {@code $XDG_RUNTIME_DIR}, if it is set
 * @param temporary the temporary directory, absolute
 */
record RunDirectoryParents(Optional<Path> runtime, Path temporary) {

    /** {@code sun_path} in {@code struct sockaddr_un} has 108 bytes, of which the last is zero. */
    private static final int SOCKET_PATH_BYTES = 107;

    /** Long enough for the names of all sockets in a run directory, including those of providers. */
    private static final int SOCKET_NAME_BYTES = 16;

    /**
     * The required free space, in bytes: a run directory holds an unpacked kernel of about 60 MB for each virtual
     * machine and the published files, and {@code $XDG_RUNTIME_DIR} is often in memory.
     */
    private static final long REQUIRED_SPACE = 1L << 30;

    static RunDirectoryParents ofThisUser() {
        return new RunDirectoryParents(
                Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                        // The XDG Base Directory Specification: relative paths are invalid.
                        .filter(name -> name.startsWith("/"))
                        .map(Path::of),
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    /** Returns the first candidate that is safe and suitable; the last one is not checked. */
    Path choose() {
        return runtime.filter(RunDirectoryParents::isShort)
                .filter(CurrentUser::hasPrivate)
                .filter(RunDirectoryParents::hasSpace)
                .or(() -> Optional.of(own())
                        .filter(RunDirectoryParents::isShort)
                        .filter(RunDirectoryParents::isPrivateOrCreated))
                .orElse(temporary);
    }

    /** Returns the candidates that may belong to this user alone: an earlier run may have chosen another one. */
    List<Path> privateOnes() {
        return Stream.concat(runtime.stream(), Stream.of(own())).toList();
    }

    private Path own() {
        return temporary.resolve("bpf-iterator-" + Integer.toUnsignedString(CurrentUser.id()));
    }

    /** Creates a directory that only this user can access, or checks an existing one, which may be another user's. */
    private static boolean isPrivateOrCreated(Path directory) {
        try {
            Files.createDirectory(directory, ProcessDirectories.OWNER_ONLY);
            return true;
        } catch (IOException existsOrIsRefused) {
            return CurrentUser.hasPrivate(directory);
        }
    }

    private static boolean isShort(Path parent) {
        return RunDirectory.in(parent).pathLength() + 1 + SOCKET_NAME_BYTES <= SOCKET_PATH_BYTES;
    }

    private static boolean hasSpace(Path parent) {
        try {
            return Files.getFileStore(parent).getUsableSpace() >= REQUIRED_SPACE;
        } catch (IOException e) {
            return false;
        }
    }
}
