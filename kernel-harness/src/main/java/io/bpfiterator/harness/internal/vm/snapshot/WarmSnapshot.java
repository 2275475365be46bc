package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.internal.cache.DirectoryLock;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    /** Returns why the snapshot could not be taken; empty if nobody has tried, or it could. */
    public Optional<String> failure() {
        try {
            Optional<Path> file = kept.find(name + FAILURE);
            return file.isPresent() ? Optional.of(Files.readString(file.get()).strip()) : Optional.empty();
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    /** Takes the snapshot, unless another process does so. Remembers a failure, so that not each run tries again. */
    public void create(Creator creator) throws IOException {
        Path locks = kept.directory().resolve("locks");
        DirectoryLock.locked(locks, () -> {
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
            kept.create(name + FAILURE, file -> Files.writeString(file, CauseText.of(e), StandardCharsets.UTF_8));
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
