// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.internal.cache.DirectoryLock;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a virtual machine whose agent has run tests already: its classes are loaded and compiled.
 *
 * <p>It consists of two files. The guest's memory is sparse and has about 340 MB; machines that resume from it share
 * what they do not change. The devices' state refers to it.
 *
 * @param name identifies the machine and its agent
 */
public record WarmSnapshot(FileCache kept, String name) implements Snapshot {

    /** Files of four kernels. */
    private static final int MAX_FILES = 8;

    private static final String DEVICES = ".devices";
    private static final String MEMORY = ".memory";
    private static final String FAILURE = ".failure";

    /** A failure may have been that of a busy machine, so it is not remembered for longer. */
    private static final Duration MEMORY_OF_FAILURE = Duration.ofDays(1);

    /** Writes the files of a snapshot. */
    @FunctionalInterface
    public interface Creator {

        /**
         * @param memory an empty file that is to be the guest's memory
         * @param devices an empty file for the devices' state
         */
        void create(Path memory, Path devices) throws IOException;
    }

    /** Returns the snapshot that depends on these parts, whether it exists yet or not. */
    public static WarmSnapshot of(List<String> parts) {
        return new WarmSnapshot(warmSnapshots(), FileCache.name(parts));
    }

    static FileCache warmSnapshots() {
        return FileCache.ofThisUser("warm", MAX_FILES);
    }

    /** Returns the snapshot's files; empty if it has not been taken yet. */
    public Optional<StartSource> find() {
        try {
            Optional<Path> memory = kept.find(name + MEMORY);
            Optional<Path> devices = kept.find(name + DEVICES);
            return memory.isPresent() && devices.isPresent()
                    ? Optional.of(new StartSource.WarmSnapshot(devices.get(), memory.get()))
                    : Optional.empty();
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    /**
     * Creates the directory of what the process that takes snapshots writes beside them: its log, and failures. Only
     * this user can read the snapshots, which contain the memory of a machine.
     */
    public static Path createProcessDirectory() throws IOException {
        return createProcessDirectory(warmSnapshots());
    }

    private static Path createProcessDirectory(FileCache kept) throws IOException {
        Path directory = Files.createDirectories(processDirectory(kept));
        Files.setPosixFilePermissions(kept.directory(), PosixFilePermissions.fromString("rwx------"));
        return directory;
    }

    private static Path processDirectory(FileCache kept) {
        return kept.directory().resolve("process");
    }

    /** Returns why taking the snapshot failed within the last day; empty if it did not fail. */
    public Optional<String> failure() {
        try {
            Path file = failureFile();
            return Files.exists(file)
                            && Files.getLastModifiedTime(file)
                                    .toInstant()
                                    .isAfter(Instant.now().minus(MEMORY_OF_FAILURE))
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    private Path failureFile() {
        return processDirectory(kept).resolve(name + FAILURE);
    }

    /** Takes the snapshot, unless another process does so. Remembers a failure, so that not each run tries again. */
    public void create(Creator creator) throws IOException {
        DirectoryLock.locked(createProcessDirectory(kept), () -> {
            boolean isMissing = find().isEmpty() && failure().isEmpty();
            if (isMissing) {
                createFiles(creator);
            }
            return isMissing;
        });
    }

    private void createFiles(Creator creator) throws IOException {
        try {
            kept.create(
                    name + DEVICES,
                    devices -> kept.create(name + MEMORY, memory -> {
                        creator.create(ofThisUserOnly(memory), ofThisUserOnly(devices));
                        SparseFile.punchHoles(memory);
                        return memory;
                    }));
        } catch (IOException e) {
            Files.writeString(failureFile(), CauseText.of(e));
            throw e;
        }
    }

    private static Path ofThisUserOnly(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Always fails: a machine that runs tests mounts the host's files, and QEMU refuses to migrate it. */
    @Override
    public void take(Monitor monitor) {
        throw new IllegalStateException("A machine that runs tests cannot become a warm snapshot");
    }

    @Override
    public void remove() throws IOException {
        kept.remove(name + DEVICES);
        kept.remove(name + MEMORY);
    }
}
