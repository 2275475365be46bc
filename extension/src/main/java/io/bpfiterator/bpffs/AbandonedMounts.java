package io.bpfiterator.bpffs;

import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Removes what {@link MountedBpffs} of killed processes left behind.
 *
 * <p>The directory is one that everybody may write to, so a name proves nothing: only what this user owns, is no link, and
 * is empty or has a bpffs on it is touched, and what can't be removed is left to somebody else.
 */
final class AbandonedMounts {

    private AbandonedMounts() {}

    static void sweep(Path parent) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, AbandonedMounts::isAbandoned)) {
            for (Path directory : directories) {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for a temporary bpffs can be made in " + parent, e);
        }
    }

    /** Tells whether a directory is of that kind: by its name, whose process is gone, its owner, and being no link. */
    static boolean isAbandoned(Path directory) throws IOException {
        return MountOwner.of(directory).filter(MountOwner::isGone).isPresent()
                && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(Path.of("/proc/self")));
    }

    /** Another process may be sweeping too, and somebody may have put files there: neither is worth a failed test. */
    private static void remove(Path directory) {
        try {
            if (PinPath.isBpffs(directory)) {
                MountedBpffs.remove(directory);
            } else {
                Files.deleteIfExists(directory);
            }
        } catch (BpfException | IOException leftAlone) {
            return;
        }
    }
}
