// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The effective user of this process. */
public final class CurrentUser {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IDS = "Uid:";

    /** The mode of a directory with permissions 0700, as in {@code inode(7)}. */
    private static final int PRIVATE_DIRECTORY = 0040700;

    private CurrentUser() {}

    /**
     * Returns the effective user id.
     *
     * <p>The owner of {@code /proc/self} is not used, because it differs for a program with file capabilities.
     *
     * @throws io.bpfiterator.failure.BpfException if {@code /proc} cannot be read
     */
    public static int id() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            String effective = lines.filter(line -> line.startsWith(IDS))
                    .findFirst()
                    .orElseThrow(
                            () -> notReadable().because("it has no line " + IDS).exception())
                    .split("\\s+")[2];
            return Integer.parseUnsignedInt(effective);
        } catch (IOException e) {
            throw notReadable().because(e).exception();
        }
    }

    private static Failure notReadable() {
        return Failure.failed("Cannot read " + STATUS).remedy("Mount a procfs at /proc");
    }

    /** Returns whether a path is a directory, not a link, that this user owns and no other user may enter. */
    public static boolean hasPrivate(Path directory) {
        try {
            Map<String, Object> found = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return Objects.equals(found.get("uid"), id()) && Objects.equals(found.get("mode"), PRIVATE_DIRECTORY);
        } catch (IOException inaccessible) {
            return false;
        }
    }
}
