// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.kernel.KernelConfig;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * libbpf's {@code struct bpf_object}, with the bytes that it reads until it is closed. It is closed at the latest when
 * it is no longer reachable: an object that is opened and never loaded need not be closed.
 */
final class LibbpfObject implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    /** What the object owns; it must not refer to the object. */
    private record Owned(Pointer object, Memory bytes) implements Runnable {

        @Override
        public void run() {
            Libbpf.libbpf().bpf_object__close(object);
            bytes.close();
        }
    }

    private final Pointer object;
    private final LibbpfLog log;
    private final Cleaner.Cleanable owned;

    private LibbpfObject(Memory bytes, Pointer object, LibbpfLog log) {
        this.object = object;
        this.log = log;
        this.owned = CLEANER.register(this, new Owned(object, bytes));
    }

    /**
     * Opens a file.
     *
     * @param configured whether it has {@code __kconfig} variables
     * @throws io.bpfiterator.failure.BpfException if libbpf is missing or cannot parse the object
     */
    static LibbpfObject open(ObjectFile file, boolean configured, boolean debug) {
        try (LibbpfLog log = LibbpfLog.open(debug)) {
            Memory bytes = Bytes.copyOf(file.bytes());
            String config = configured
                    ? Settings.SYSTEM_PROPERTIES
                            .given(ExtensionSettings.KCONFIG)
                            .map(KernelConfig::read)
                            .orElse(null)
                    : null;
            Pointer object = Calls.checkPointer(
                    Libbpf.libbpf()
                            .bpf_object__open_mem(
                                    bytes, file.bytes().length, new Libbpf.OpenOptions(file.name(), config)),
                    errno -> OpenFailure.of(file, log));
            return new LibbpfObject(bytes, object, log);
        }
    }

    /** Returns what libbpf printed when it opened the file. */
    LibbpfLog log() {
        return log;
    }

    Pointer pointer() {
        return object;
    }

    List<Pointer> programs() {
        return all(Libbpf.libbpf()::bpf_object__next_program);
    }

    List<Pointer> maps() {
        return all(Libbpf.libbpf()::bpf_object__next_map);
    }

    private List<Pointer> all(BinaryOperator<@Nullable Pointer> next) {
        List<Pointer> found = new ArrayList<>();
        for (Pointer one = next.apply(object, null); one != null; one = next.apply(object, one)) {
            found.add(one);
        }
        return found;
    }

    @Override
    public void close() {
        owned.clean();
    }
}
