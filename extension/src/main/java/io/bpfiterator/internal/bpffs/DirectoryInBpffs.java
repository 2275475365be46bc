// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new directory in the bpffs that the system has mounted, which only its owner can enter. Closing it unpins
 * everything in it and removes it. {@code CAP_BPF} and {@code CAP_PERFMON} are sufficient.
 *
 * <p>A killed JVM leaves its directory behind; the next JVM that creates one removes it.
 */
final class DirectoryInBpffs implements Bpffs {

    static final Path PARENT = Path.of("/sys/fs/bpf");

    private final Path directory;
    private boolean closed;

    private DirectoryInBpffs(Path directory) {
        this.directory = directory;
    }

    static DirectoryInBpffs create(Path parent) {
        String what = "Cannot create a directory in the bpffs at " + parent;
        if (!Files.isDirectory(parent) || !PinPath.isBpffs(parent)) {
            throw Failure.failed(what)
                    .because("no bpffs is mounted there")
                    .remedy("Mount one: mount -t bpf bpf " + parent)
                    .exception();
        }
        try {
            return new DirectoryInBpffs(
                    ProcessDirectories.ofFiles(parent, MountedBpffs.PREFIX).create());
        } catch (IOException e) {
            throw Failure.failed(what).because(e).exception();
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
            throw new UncheckedIOException("Cannot remove the temporary directory " + directory + " in a bpffs.", e);
        }
    }
}
