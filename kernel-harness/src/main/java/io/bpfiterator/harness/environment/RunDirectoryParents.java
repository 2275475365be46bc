package io.bpfiterator.harness.environment;

import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories in which this user's run directories may be created: the one that the system provides for this user
 * alone, then one of this user's own in the temporary directory, then the temporary directory itself.
 *
 * @param runtime {@code $XDG_RUNTIME_DIR}, if it is set
 * @param temporary the temporary directory, absolute
 */
record RunDirectoryParents(Optional<Path> runtime, Path temporary) {

    /** The size of {@code sun_path} in {@code struct sockaddr_un} is 108 bytes, of which the last is zero. */
    private static final int SOCKET_PATH_BYTES = 107;

    /** Enough for the names of all sockets in a run directory, and of those that a provider adds. */
    private static final int SOCKET_NAME_BYTES = 16;

    /**
     * What a place of limited size must have free: a run directory holds an unpacked kernel of some 60 MB for each
     * machine and the files that tests publish, and $XDG_RUNTIME_DIR is often in memory.
     */
    private static final long ROOM = 1L << 30;

    static RunDirectoryParents ofThisUser() {
        return new RunDirectoryParents(
                Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                        // The XDG Base Directory Specification: relative paths are invalid.
                        .filter(name -> name.startsWith("/"))
                        .map(Path::of),
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    /** Returns the first one that is safe and suitable. The last one is neither checked nor refused. */
    Path choose() {
        return runtime.filter(RunDirectoryParents::isShort)
                .filter(CurrentUser::hasPrivate)
                .filter(RunDirectoryParents::hasRoom)
                .or(() -> Optional.of(own())
                        .filter(RunDirectoryParents::isShort)
                        .filter(RunDirectoryParents::isPrivateOrCreated))
                .orElse(temporary);
    }

    private Path own() {
        return temporary.resolve("bpf-iterator-" + Integer.toUnsignedString(CurrentUser.id()));
    }

    /** Creates a directory for this user alone, unless there is one. Another user may have put anything there. */
    private static boolean isPrivateOrCreated(Path directory) {
        try {
            Files.createDirectory(directory, ProcessDirectories.OWNER_ONLY);
            return true;
        } catch (IOException isThereOrIsRefused) {
            return CurrentUser.hasPrivate(directory);
        }
    }

    private static boolean isShort(Path place) {
        return RunDirectory.in(place).pathLength() + 1 + SOCKET_NAME_BYTES <= SOCKET_PATH_BYTES;
    }

    private static boolean hasRoom(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace() >= ROOM;
        } catch (IOException e) {
            return false;
        }
    }
}
