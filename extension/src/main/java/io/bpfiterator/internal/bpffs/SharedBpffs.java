// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A directory in a detached bpffs that all owners in this JVM share. The kernel frees the bpffs with every pin in it
 * when the JVM ends, even by {@code kill -9}.
 *
 * <p>A bpffs for each owner takes longer: closing it waits for an RCU grace period. See
 * {@code docs/decisions/0036-one-bpffs.md}.
 */
final class SharedBpffs implements Bpffs {

    private static final AtomicLong NEXT = new AtomicLong(1);

    private static @Nullable DetachedBpffs shared;

    private final PinPath directory;

    private SharedBpffs(PinPath directory) {
        this.directory = directory;
    }

    static SharedBpffs create() {
        PinPath directory = root().resolve(Long.toString(NEXT.getAndIncrement()));
        try {
            Files.createDirectory(directory.path());
        } catch (IOException e) {
            throw Failure.failed("Cannot create a directory in a temporary bpffs")
                    .because(e)
                    .exception();
        }
        return new SharedBpffs(directory);
    }

    private static synchronized PinPath root() {
        DetachedBpffs created = shared;
        if (created == null) {
            created = DetachedBpffs.create();
            shared = created;
        }
        return created.directory();
    }

    @Override
    public PinPath directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            delete(directory.path());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the directory " + directory.shared() + " in a bpffs.", e);
        }
    }

    /** Owners remove their pins themselves, so the directory is usually empty. */
    private static void delete(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException leftPins) {
            FileTree.delete(path);
        }
    }
}
