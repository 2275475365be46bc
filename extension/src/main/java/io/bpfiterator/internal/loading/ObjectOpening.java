// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.files.ElfObject;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An opened file: its description, and libbpf's object if libbpf had to open the file for the description. The first
 * load uses that object, so that libbpf parses a file once.
 */
final class ObjectOpening {

    private static final LatestUsed<Key, ObjectDescription> DESCRIPTIONS =
            new LatestUsed<>(ObjectTemplate.MOST, description -> {});

    private record Key(String name, String origin, ByteBuffer bytes) {}

    private final ObjectDescription description;
    private final boolean debug;
    private final AtomicReference<@Nullable LibbpfObject> unused;

    private ObjectOpening(ObjectDescription description, boolean debug, @Nullable LibbpfObject unused) {
        this.description = description;
        this.debug = debug;
        this.unused = new AtomicReference<>(unused);
    }

    /**
     * Opens a file. A description is cached unless {@code debug}, which is for the log of the opening.
     *
     * @throws io.bpfiterator.failure.BpfException if libbpf is missing or cannot parse the object
     */
    static ObjectOpening of(ObjectFile file, boolean debug) {
        Key key = new Key(file.name(), file.origin(), ByteBuffer.wrap(file.bytes()));
        ObjectDescription known = debug ? null : DESCRIPTIONS.get(key);
        if (known != null) {
            return new ObjectOpening(known, false, null);
        }
        ElfObject elf = ObjectCheck.check(file);
        LibbpfObject object = LibbpfObject.open(file, elf.hasVariablesIn(ObjectDescription.CONFIGURATION), debug);
        try {
            ObjectDescription description = ObjectDescription.of(file, elf, object);
            new Portability(description, elf).check(object);
            KernelSymbols.check(file, elf);
            return new ObjectOpening(debug ? description : DESCRIPTIONS.putIfAbsent(key, description), debug, object);
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
    }

    ObjectDescription description() {
        return description;
    }

    /** Returns whether the log of the load contains libbpf's debug messages and the verifier's log. */
    boolean isDebug() {
        return debug;
    }

    /** Returns libbpf's object for one load. The caller closes it. */
    LibbpfObject take() {
        LibbpfObject opened = unused.getAndSet(null);
        return opened == null ? LibbpfObject.open(description.file(), description.isConfigured(), debug) : opened;
    }

    /** Closes libbpf's object if no load has taken it. */
    void release() {
        LibbpfObject opened = unused.getAndSet(null);
        if (opened != null) {
            opened.close();
        }
    }
}
