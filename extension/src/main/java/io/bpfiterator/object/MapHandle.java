package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.PerCpuCodec;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import org.jspecify.annotations.Nullable;

/** An open map: its descriptor, and what does not change about it. */
final class MapHandle implements AutoCloseable {

    private final String name;
    private final Fd fd;
    private final MapInfo info;
    private final boolean readOnly;
    private @Nullable Btf btf;

    /**
     * Takes over a descriptor.
     *
     * @param readOnly whether it was opened so
     * @param btf with the types of the map's keys and values, where it is known
     */
    MapHandle(String name, Fd fd, boolean readOnly, @Nullable Btf btf) {
        this.name = name;
        this.fd = fd;
        this.info = infoOf(fd);
        this.readOnly = readOnly;
        this.btf = btf;
    }

    private static MapInfo infoOf(Fd fd) {
        try {
            return MapInfo.of(fd.number());
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    static int possibleCpus() {
        return Libbpf.libbpf().libbpf_num_possible_cpus();
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
     * Returns the types of the map's keys and values: those of its object, or else those that the kernel keeps; null where
     * there are none.
     */
    @Nullable
    Btf btf() {
        if (btf == null && info.btfId() != 0) {
            btf = LoadedBtf.of(info.btfId());
        }
        return btf;
    }

    /** Tells whether the types are known without asking the kernel, which wants a privilege for the answer. */
    boolean isBtfKnown() {
        return btf != null;
    }

    boolean isPerCpu() {
        return info.isPerCpu();
    }

    int keySize() {
        return info.keySize();
    }

    /** Returns the size of a value in a call of {@code bpf(2)}: of all CPUs' values, where each has one. */
    int valueSize() {
        return isPerCpu() ? PerCpuCodec.slot(info.valueSize()) * possibleCpus() : info.valueSize();
    }

    /** Returns another handle of the same map. */
    MapHandle duplicate() {
        return new MapHandle(name, Fd.duplicate(fd.number(), "map " + name), readOnly, btf);
    }

    /** Tells by the answer whether the type of map, or the kernel, has no calls for several elements at once. */
    static boolean hasNoBatches(int result) {
        return Errno.ENOTSUPP.is(result) || Errno.EOPNOTSUPP.is(result) || Errno.EINVAL.is(result);
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Says what to do about an answer of the kernel to a call on an element. */
    String remedy(int errno) {
        boolean array = info.mapType() == MapType.ARRAY || info.mapType() == MapType.PERCPU_ARRAY;
        if (Errno.EPERM.is(errno) || Errno.EACCES.is(errno)) {
            return readOnly
                    ? "; it is another's map and was opened read-only, so change it through the object or process that made it"
                    : "; it was made read-only when its object was loaded";
        } else if (Errno.E2BIG.is(errno)) {
            return array
                    ? "; its keys are those below " + info.maxEntries()
                    : "; it is full: it has room for " + info.maxEntries() + " elements";
        } else if (Errno.EEXIST.is(errno)) {
            return "; the key has a value already, which UpdateMode.ANY or EXIST changes";
        } else if (Errno.ENOENT.is(errno)) {
            return "; the key has no value yet, which UpdateMode.ANY or NOEXIST makes";
        } else if (Errno.EINVAL.is(errno) && info.isMapOfMaps()) {
            return "; a map in it has the type, the sizes and the flags that it was declared with";
        } else if (Errno.EINVAL.is(errno) && array) {
            return "; an array keeps its elements, so put zeros instead of removing one";
        }
        return "";
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
