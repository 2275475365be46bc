package io.bpfiterator.internal.process;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The user that this process acts as. */
public final class CurrentUser {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IDS = "Uid:";

    /** The mode of a directory, and the permissions of one that only its owner can enter, as in {@code inode(7)}. */
    private static final int PRIVATE_DIRECTORY = 0040700;

    private CurrentUser() {}

    /**
     * Returns the effective user id.
     *
     * <p>The owner of {@code /proc/self} would be another for a program with file capabilities.
     */
    public static int id() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            String effective = lines.filter(line -> line.startsWith(IDS))
                    .findFirst()
                    .orElseThrow(() -> new BpfException(STATUS + " has no line " + IDS))
                    .split("\\s+")[2];
            return Integer.parseUnsignedInt(effective);
        } catch (IOException e) {
            throw new BpfException("Cannot read " + STATUS + ": " + e + ". Mount a procfs at /proc.", e);
        }
    }

    /** Tells whether a path is a directory of this user's that nobody else can enter. A link is none. */
    public static boolean hasPrivate(Path directory) {
        try {
            Map<String, Object> found = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return found.get("uid").equals(id()) && found.get("mode").equals(PRIVATE_DIRECTORY);
        } catch (IOException notThere) {
            return false;
        }
    }
}
