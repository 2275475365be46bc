package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.KeptFiles;
import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine as it was when its kernel had booted, for later runs to go on from: to boot takes an emulated processor more than a
 * second.
 *
 * <p>The guest had nothing of the host's by then. It is told the time afterwards, and that it is another machine now
 * (vmgenid), which from Linux 5.18 on renews what random numbers are made of; older ones mix in the processor's.
 *
 * @param name another one for each machine that differs in anything
 */
record Snapshot(KeptFiles kept, String name) {

    /** One takes some 90 MB. */
    private static final int KEPT = 8;

    /**
     * Returns the snapshot of a machine, which need not be there yet.
     *
     * @param booting the machine, and what it boots
     * @param image the kernel's own, wherever it is unpacked
     */
    static Snapshot of(Qemu booting, Path program, Path image) {
        KeptFiles kept = KeptFiles.ofThisUser("snapshots", KEPT);
        Origin.Kernel kernel = (Origin.Kernel) booting.origin();
        try {
            List<String> parts = new ArrayList<>(booting.hardware());
            parts.add(kernel.arguments());
            parts.add(KeptFiles.part(program));
            parts.add(KeptFiles.part(image));
            parts.add(KeptFiles.contents(kernel.initramfs()));
            return new Snapshot(kept, KeptFiles.name(parts));
        } catch (IOException e) {
            throw unreadable(kept, e);
        }
    }

    /** Returns its file, if there is one. */
    Optional<Path> file() {
        try {
            return kept.find(name);
        } catch (IOException e) {
            throw unreadable(kept, e);
        }
    }

    /** Takes it of a machine, which stands still then. */
    void take(Monitor monitor) throws IOException {
        kept.make(name, file -> {
            monitor.save(file);
            return file;
        });
    }

    void remove() throws IOException {
        kept.remove(name);
    }

    private static BpfException unreadable(KeptFiles kept, IOException e) {
        return new BpfException(
                "The snapshots of machines in " + kept.directory() + " can't be used: " + e
                        + "; make room, do without (" + VmOptions.SNAPSHOTS
                        + " = false), or name another directory with -Dbpfiterator.cache=DIRECTORY",
                e);
    }
}
