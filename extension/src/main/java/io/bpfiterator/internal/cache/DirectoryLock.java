// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Locks directories that several processes write. */
public final class DirectoryLock {

    /** The name of the file that is locked. */
    public static final String FILE = "lock";

    /**
     * Locks for the threads of this process: a file lock excludes only other processes, and throws for a second thread.
     */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private DirectoryLock() {}

    /** An action that may fail to read or write the directory. */
    @FunctionalInterface
    public interface Action<T> {

        T run() throws IOException;
    }

    /**
     * Runs an action while no other thread or process runs one in this directory, which is created if necessary.
     *
     * @throws IOException if the action throws it, or the directory cannot be locked
     */
    public static <T> T locked(Path directory, Action<T> action) throws IOException {
        ReentrantLock threads = LOCKS.computeIfAbsent(directory.toAbsolutePath(), path -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(directory);
            try (FileChannel file = FileChannel.open(
                            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return action.run();
            }
        } finally {
            threads.unlock();
        }
    }
}
