// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;

/** The snapshots of this user's virtual machines, in the directory {@code snapshots} of the cache. */
public final class Snapshots {

    /** A snapshot's file has about 90 MB. */
    private static final int MAX_SNAPSHOTS = 8;

    private Snapshots() {}

    static FileCache ofThisUser() {
        return FileCache.ofThisUser("snapshots", MAX_SNAPSHOTS);
    }

    /** Returns this user's snapshots of booted machines. */
    public static SnapshotUsage booted() {
        return usage("booted machine", ofThisUser());
    }

    /** Returns this user's snapshots of machines whose agent is warm. */
    public static SnapshotUsage warm() {
        return usage("warm machine", WarmSnapshot.warmSnapshots());
    }

    private static SnapshotUsage usage(String kind, FileCache kept) {
        try {
            return SnapshotUsage.of(kind, kept.files());
        } catch (IOException e) {
            throw unusable(kept, e);
        }
    }

    /**
     * Removes all snapshots. A machine that resumed from one keeps running.
     *
     * @return the size of their allocated blocks in bytes
     * @throws EnvironmentException if a snapshot cannot be removed
     */
    public static long removeAll() {
        long bytes = booted().bytes() + warm().bytes();
        removeAll(ofThisUser());
        removeAll(WarmSnapshot.warmSnapshots());
        return bytes;
    }

    private static void removeAll(FileCache kept) {
        try {
            kept.removeAll();
        } catch (IOException e) {
            throw unusable(kept, e);
        }
    }

    static EnvironmentException unusable(FileCache kept, IOException e) {
        return Failure.failed("Cannot use the snapshots of virtual machines in " + kept.directory())
                .because(e)
                .remedy("Check that the directory is writable and has free space, disable snapshots ("
                        + VmSettings.SNAPSHOTS + " = false), or choose another cache with -D" + ExtensionSettings.CACHE
                        + "=DIRECTORY")
                .exception(EnvironmentException::new);
    }
}
