package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.kernel.Cgroups;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a cgroup iterator begins, and in which order it walks; immutable. The cgroup is one of cgroup v2, given by path, id
 * or file descriptor: one of these. Linux 6.1.
 */
public final class CgroupOptions extends IteratorOptions {

    static final CgroupOptions EMPTY = new CgroupOptions(null, null, CgroupOrder.DESCENDANTS_PRE);

    private static final int ORDER = 0;
    private static final int FD = 4;
    private static final int ID = 8;

    /** Opens what the kernel is to be told: fills the union and calls. */
    private interface Start {
        int fill(Memory info, ToIntFunction<@Nullable Memory> call);
    }

    private final @Nullable Start start;
    private final @Nullable String words;
    private final CgroupOrder order;

    private CgroupOptions(@Nullable Start start, @Nullable String words, CgroupOrder order) {
        this.start = start;
        this.words = words;
        this.order = order;
    }

    /** Begins at the cgroup of a directory in a cgroup v2 file system. */
    public CgroupOptions path(Path directory) {
        return begin("path " + directory, (info, call) -> {
            try (Fd fd = open(directory)) {
                info.setInt(FD, fd.number());
                return call.applyAsInt(info);
            }
        });
    }

    /** Begins at the cgroup of this process. */
    public CgroupOptions self() {
        return path(Cgroups.ofThisProcess());
    }

    /** Begins at the cgroup with an id: the inode number of its directory. */
    public CgroupOptions id(long id) {
        if (id == 0) {
            throw new BpfException("No cgroup has the id 0, which the kernel takes for none; a cgroup's id is the inode"
                    + " number of its directory");
        }
        return begin("id " + Long.toUnsignedString(id), (info, call) -> {
            info.setLong(ID, id);
            return call.applyAsInt(info);
        });
    }

    /** Begins at the cgroup of an open directory, which stays the caller's. */
    public CgroupOptions fd(int descriptor) {
        if (descriptor < 1) {
            throw new BpfException("A cgroup iterator can't begin at file descriptor " + descriptor
                    + ": the kernel takes a positive one, and 0 for none");
        }
        return begin("file descriptor " + descriptor, (info, call) -> {
            info.setInt(FD, descriptor);
            return call.applyAsInt(info);
        });
    }

    /**
     * Reads where to begin from words: {@code self}, {@code path DIRECTORY} or {@code id N}.
     *
     * @throws BpfException if the words are others
     */
    public static CgroupOptions parse(String text) {
        String[] words = text.strip().split("\\s+", 2);
        if (words.length == 1 && words[0].equals("self")) {
            return EMPTY.self();
        }
        if (words.length == 2 && words[0].equals("path")) {
            return EMPTY.path(Path.of(words[1]));
        }
        if (words.length == 2 && words[0].equals("id") && words[1].matches("\\d{1,19}")) {
            return EMPTY.id(Long.parseUnsignedLong(words[1]));
        }
        throw new BpfException("\"" + text + "\" names no cgroup; write \"self\", \"path DIRECTORY\" or \"id N\"");
    }

    /** Walks in an order; {@link CgroupOrder#DESCENDANTS_PRE} unless told otherwise. */
    public CgroupOptions order(CgroupOrder wanted) {
        return new CgroupOptions(start, words, wanted);
    }

    private CgroupOptions begin(String newWords, Start newStart) {
        if (start != null) {
            throw new BpfException("A cgroup iterator begins at one cgroup, and was given two: " + words + ", and "
                    + newWords + "; leave one out");
        }
        return new CgroupOptions(newStart, newWords, order);
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        requireTaken(Parameter.CGROUP, program, target, this);
        requireKnown(Parameter.CGROUP, program, this);
        if (start == null) {
            throw new BpfException("Iterator " + program.name()
                    + " walks cgroups and was not told which; give it a path, an id or a file descriptor, or self()");
        }
    }

    @Override
    int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
        Memory info = emptyLinkInfo();
        info.setInt(ORDER, order.number());
        return Objects.requireNonNull(start).fill(info, call);
    }

    private static Fd open(Path directory) {
        int fd = Libc.libc().open(directory.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "There is no cgroup at " + directory + ": " + Errno.describe(errno)
                            + "; name a directory in a cgroup v2 file system",
                    errno);
        }
        return new Fd(fd, "cgroup " + directory);
    }

    @Override
    public String toString() {
        return "cgroup " + (words == null ? "" : words + " ") + "(" + order + ")";
    }
}
