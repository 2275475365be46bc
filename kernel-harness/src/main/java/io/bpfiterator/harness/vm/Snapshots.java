package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.FileCache;
import java.io.IOException;

/** The snapshots of this user's machines, in {@code snapshots} of the cache. */
public final class Snapshots {

    /** One takes some 90 MB. */
    private static final int KEPT = 8;

    private Snapshots() {}

    static FileCache ofThisUser() {
        return FileCache.ofThisUser("snapshots", KEPT);
    }

    /**
     * Removes all; a machine that goes on from one is not disturbed.
     *
     * @return how many bytes they took
     * @throws EnvironmentException if they can't be removed
     */
    public static long removeAll() {
        FileCache kept = ofThisUser();
        try {
            return kept.removeAll();
        } catch (IOException e) {
            throw unusable(kept, e);
        }
    }

    static EnvironmentException unusable(FileCache kept, IOException e) {
        return new EnvironmentException(
                "The snapshots of machines in " + kept.directory() + " can't be used: " + e
                        + "; make room, do without (" + VmSettings.SNAPSHOTS
                        + " = false), or name another directory with -Dbpfiterator.cache=DIRECTORY",
                e);
    }
}
