package io.bpfiterator.bpffs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes what {@link MountedBpffs} of killed processes left behind. */
final class AbandonedMounts {

    private AbandonedMounts() {}

    static void sweep(Path parent) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path directory : directories) {
                if (MountOwner.of(directory).filter(MountOwner::isGone).isPresent()) {
                    MountedBpffs.remove(directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What earlier runs left in " + parent + " can't be swept", e);
        }
    }
}
