package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.FileCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A machine as it was when its kernel had booted, for later runs to go on from: to boot takes an emulated processor more than a
 * second.
 *
 * <p>The guest had nothing of the host's by then. It is told the time afterwards, and that it is another machine now
 * (vmgenid), which from Linux 5.18 on renews what random numbers are made of; older ones mix in the processor's.
 *
 * @param name another one for each machine that differs in anything
 * @param progress gets a line if none can be taken
 */
record Snapshot(FileCache kept, String name, Consumer<String> progress) {

    /**
     * Returns the snapshot of a machine, which need not be there yet.
     *
     * @param command that makes it, without what is one run's own
     * @param program QEMU's
     * @param image the kernel's own, wherever it is unpacked
     */
    static Snapshot of(List<String> command, Path program, Path image, Path initramfs, Consumer<String> progress) {
        FileCache kept = Snapshots.ofThisUser();
        try {
            List<String> parts = new ArrayList<>(command);
            parts.add(FileCache.part(program));
            parts.add(FileCache.part(image));
            parts.add(FileCache.contents(initramfs));
            return new Snapshot(kept, FileCache.name(parts), progress);
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    /** Returns its file, if there is one. */
    Optional<Path> file() {
        try {
            return kept.find(name);
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    /** Takes it of a machine, which stands still then; where that fails, the next run boots too. */
    void take(Monitor monitor) {
        try {
            kept.create(name, file -> {
                monitor.save(file);
                return file;
            });
        } catch (IOException e) {
            progress.accept("No snapshot of a machine that has booted, so the next run boots too: " + e.getMessage());
        }
    }

    void remove() throws IOException {
        kept.remove(name);
    }
}
