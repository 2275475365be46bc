// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.PerCpuCodec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.map.MapInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An open map: its descriptor, and the properties that do not change. */
public final class MapHandle implements AutoCloseable {

    /** {@code BPF_F_RDONLY} and {@code BPF_F_WRONLY} of {@code linux/bpf.h}. */
    private static final int NO_ACCESS = 1 << 3 | 1 << 4;

    /** A line in {@code /proc/PID/fdinfo/FD}. */
    private static final String FROZEN = "frozen:\t1";

    private final String name;
    private final Fd fd;
    private final MapInfo info;
    private final boolean readOnly;
    private @Nullable Btf btf;

    /**
     * Takes ownership of a descriptor.
     *
     * @param readOnly whether the descriptor was opened read-only
     * @param btf the types of the map's keys and values; null if they are not known yet
     */
    public MapHandle(String name, Fd fd, boolean readOnly, @Nullable Btf btf) {
        this.name = name;
        this.fd = fd;
        this.info = infoOf(fd);
        this.readOnly = readOnly;
        this.btf = btf;
    }

    private static MapInfo infoOf(Fd fd) {
        try {
            return MapInfoQuery.of(fd.number());
        } catch (RuntimeException | Error e) {
            fd.close();
            throw e;
        }
    }

    /** Returns how many possible CPUs the kernel has, online or not. */
    public static int possibleCpus() {
        return Calls.checkLibbpf(
                Libbpf.libbpf().libbpf_num_possible_cpus(), "determine how many CPUs the kernel can have");
    }

    String name() {
        return name;
    }

    Fd fd() {
        return fd;
    }

    MapInfo info() {
        return info;
    }

    /**
     * Returns the BTF with the types of the map's keys and values, from its object or else from the kernel; null if the
     * map has no BTF.
     */
    @Nullable
    Btf btf() {
        if (btf == null && info.btfId() != 0) {
            btf = LoadedBtf.of(info.btfId());
        }
        return btf;
    }

    /** Returns whether the types are known without asking the kernel, which requires a privilege. */
    boolean isBtfKnown() {
        return btf != null;
    }

    boolean isPerCpu() {
        return info.mapType().isPerCpu();
    }

    int keySize() {
        return info.keySize();
    }

    /** Returns the size of a value in a call of {@code bpf(2)}: in a per-CPU map, that of the values of all CPUs. */
    int valueSize() {
        return isPerCpu() ? PerCpuCodec.slot(info.valueSize()) * possibleCpus() : info.valueSize();
    }

    /** Returns a second handle of the same map. */
    MapHandle duplicate() {
        return new MapHandle(name, Fd.duplicate(fd.number(), "map " + name), readOnly, btf);
    }

    /**
     * Returns whether a call failed because the type of map or the kernel has no calls for several elements at once.
     */
    static boolean hasNoBatches(int result) {
        return Errno.ENOTSUPP.is(result) || Errno.EOPNOTSUPP.is(result) || Errno.EINVAL.is(result);
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Checks the result of a call on elements; {@code action} begins with a verb. */
    void check(int result, Supplier<String> action) {
        Calls.checkLibbpf(result, errno -> failure("Cannot " + action.get(), errno));
    }

    /** Explains why a call on an element of this map failed. */
    Failure failure(String what, int errno) {
        boolean array = info.mapType().isArray();
        if (Errno.EPERM.is(errno) || Errno.EACCES.is(errno)) {
            return refusal(what);
        } else if (Errno.E2BIG.is(errno)) {
            return array
                    ? Failure.invalid(what).because("the keys of this map are 0 to " + (info.maxEntries() - 1))
                    : Failure.invalid(what)
                            .because("the map is full: it has room for " + Count.of(info.maxEntries(), "element"));
        } else if (Errno.EEXIST.is(errno)) {
            return Failure.invalid(what)
                    .because("the key already has a value")
                    .remedy("Use UpdateMode.ANY or EXIST to change it");
        } else if (Errno.ENOENT.is(errno)) {
            return Failure.notFound(what)
                    .because("the key has no value")
                    .remedy("Use UpdateMode.ANY or NOEXIST to create one");
        } else if (Errno.EINVAL.is(errno) && info.mapType().isOfMaps()) {
            return Failure.invalid(what).remedy("Put a map with the type, sizes and flags that the declaration gives");
        } else if (Errno.EINVAL.is(errno) && array) {
            return Failure.invalid(what)
                    .remedy("Put zeros instead of removing an element: an array keeps its elements");
        }
        return Failure.failed(what);
    }

    private Failure refusal(String what) {
        if (readOnly) {
            return Failure.invalid(what)
                    .because("the map belongs to another object or process and was opened read-only")
                    .remedy("Change it through that object or process");
        } else if (isFrozen()) {
            return Failure.invalid(what).because("the map is read-only since its object was loaded");
        } else if ((info.flags() & NO_ACCESS) != 0) {
            return Failure.invalid(what).because("the map was created with BPF_F_RDONLY or BPF_F_WRONLY");
        }
        return Failure.notPermitted(what)
                .because("either this process lacks a capability for bpf(2), or a security module refuses the call")
                .remedy("Run as root, or with CAP_BPF");
    }

    /** Returns whether the map is frozen: only programs can change it. Linux before 5.2 does not say so. */
    private boolean isFrozen() {
        try {
            return Files.readString(Path.of("/proc/self/fdinfo", Integer.toString(fd.number())))
                    .lines()
                    .anyMatch(FROZEN::equals);
        } catch (IOException withoutProcfs) {
            return false;
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "map " + name + " (" + info.typeName() + ", id " + info.id() + ")";
    }
}
