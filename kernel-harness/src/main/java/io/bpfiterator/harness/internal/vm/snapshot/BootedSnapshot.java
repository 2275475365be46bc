// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state of a virtual machine whose kernel has booted, from which later runs resume: emulated, a boot takes more
 * than a second.
 *
 * <p>The snapshot is taken before the guest uses anything of the host. The guest receives the time and a seed
 * afterwards. QEMU notifies it through vmgenid that it was restored, and Linux 5.18 and newer then reseed their random
 * number generator.
 *
 * @param name identifies the machine: machines that differ in anything have different names
 * @param progress receives a line if no snapshot can be taken
 */
public record BootedSnapshot(FileCache kept, String name, Consumer<String> progress) implements Snapshot {

    /**
     * Returns the snapshot of a virtual machine, whether it exists yet or not.
     *
     * @param commandIdentity QEMU's command, without the paths of a single run
     * @param program QEMU
     * @param image the kernel's original image, even if QEMU boots an unpacked copy
     */
    public static BootedSnapshot of(
            List<String> commandIdentity, Path program, Path image, Path initramfs, Consumer<String> progress) {
        FileCache kept = Snapshots.ofThisUser();
        try {
            List<String> parts = new ArrayList<>(commandIdentity);
            parts.add(FileCache.part(program));
            parts.add(FileCache.part(image));
            parts.add(FileCache.contents(initramfs));
            return new BootedSnapshot(kept, FileCache.name(parts), progress);
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    /** Returns the snapshot's file; empty if it has not been taken yet. */
    public Optional<Path> file() {
        try {
            return kept.find(name);
        } catch (IOException e) {
            throw Snapshots.unusable(kept, e);
        }
    }

    @Override
    public void take(Monitor monitor) {
        try {
            kept.create(name, file -> {
                monitor.saveSnapshot(file);
                return file;
            });
        } catch (IOException e) {
            progress.accept("Cannot save a snapshot of the booted virtual machine: " + CauseText.of(e)
                    + ". The next run boots it again.");
        }
    }

    @Override
    public void remove() throws IOException {
        kept.remove(name);
    }
}
