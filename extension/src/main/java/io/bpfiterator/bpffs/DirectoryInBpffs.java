package io.bpfiterator.bpffs;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A fresh directory that only its owner can enter, in the bpffs that the system has mounted; unpinned and removed when closed.
 * {@code CAP_BPF} and {@code CAP_PERFMON} are enough for it.
 *
 * <p>A JVM that was killed leaves its directory behind; the next one to come here removes it.
 */
final class DirectoryInBpffs implements Bpffs {

    static final Path PARENT = Path.of("/sys/fs/bpf");

    private final Path directory;
    private boolean closed;

    private DirectoryInBpffs(Path directory) {
        this.directory = directory;
    }

    static DirectoryInBpffs create(Path parent) {
        if (!Files.isDirectory(parent) || !PinPath.isBpffs(parent)) {
            throw new BpfException("No bpffs is mounted at " + parent + "; mount it: mount -t bpf bpf " + parent);
        }
        try {
            return new DirectoryInBpffs(
                    ProcessDirectories.ofFiles(parent, MountedBpffs.PREFIX).create());
        } catch (IOException e) {
            throw new BpfException("No directory can be made in the bpffs at " + parent + ": " + e.getMessage(), e);
        }
    }

    @Override
    public PinPath directory() {
        return new PinPath(directory, directory);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary directory in a bpffs can't be removed: " + directory, e);
        }
    }
}
