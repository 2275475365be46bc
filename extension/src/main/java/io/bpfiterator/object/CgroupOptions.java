package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.kernel.Cgroups;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup at which a cgroup iterator starts, and the order in which it walks. Immutable. The cgroup belongs to
 * cgroup v2 and is given by one of path, id and file descriptor. Requires Linux 6.1.
 */
public final class CgroupOptions extends IteratorOptions {

    static final CgroupOptions EMPTY = new CgroupOptions(null, null, CgroupOrder.DESCENDANTS_PRE);

    private static final int ORDER = 0;
    private static final int FD = 4;
    private static final int ID = 8;

    /** Writes the first cgroup into the union, and calls the kernel while the cgroup is open. */
    private interface Start {
        int call(Memory info, ToIntFunction<@Nullable Memory> call);
    }

    private final @Nullable Start start;
    private final @Nullable String startText;
    private final CgroupOrder order;

    private CgroupOptions(@Nullable Start start, @Nullable String startText, CgroupOrder order) {
        this.start = start;
        this.startText = startText;
        this.order = order;
    }

    /** Starts at the cgroup of a directory in a cgroup v2 file system. */
    public CgroupOptions path(Path directory) {
        return startAt("path " + directory, (info, call) -> {
            try (Fd fd = open(directory)) {
                info.setInt(FD, fd.number());
                return call.applyAsInt(info);
            }
        });
    }

    /** Starts at the cgroup of this process. */
    public CgroupOptions self() {
        return path(Cgroups.ofThisProcess());
    }

    /** Starts at the cgroup with an id, which is the inode number of its directory. */
    public CgroupOptions id(long id) {
        if (id == 0) {
            throw Failure.invalid("Cannot start a cgroup iterator at cgroup id 0")
                    .because("the kernel treats 0 as no id")
                    .remedy("Use the inode number of the cgroup's directory")
                    .exception();
        }
        return startAt("id " + Long.toUnsignedString(id), (info, call) -> {
            info.setLong(ID, id);
            return call.applyAsInt(info);
        });
    }

    /** Starts at the cgroup of an open directory; the caller closes the descriptor. */
    public CgroupOptions fd(int descriptor) {
        if (descriptor < 1) {
            throw Failure.invalid("Cannot start a cgroup iterator at file descriptor " + descriptor)
                    .because("the kernel requires a positive descriptor and treats 0 as none")
                    .remedy("Use the descriptor of an open cgroup directory")
                    .exception();
        }
        return startAt("file descriptor " + descriptor, (info, call) -> {
            info.setInt(FD, descriptor);
            return call.applyAsInt(info);
        });
    }

    /**
     * Parses the cgroup to start at: {@code self}, {@code path DIRECTORY} or {@code id N}.
     *
     * @throws BpfException if the text has none of these forms
     */
    public static CgroupOptions parse(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        if (parts.length == 1 && parts[0].equals("self")) {
            return EMPTY.self();
        }
        if (parts.length == 2 && parts[0].equals("path")) {
            return EMPTY.path(Path.of(parts[1]));
        }
        if (parts.length == 2 && parts[0].equals("id") && parts[1].matches("\\d{1,19}")) {
            return EMPTY.id(Long.parseUnsignedLong(parts[1]));
        }
        throw Failure.invalid("\"" + text + "\" does not name a cgroup")
                .remedy("Write \"self\", \"path DIRECTORY\" or \"id N\"")
                .exception();
    }

    /** Walks in this order instead of {@link CgroupOrder#DESCENDANTS_PRE}. */
    public CgroupOptions order(CgroupOrder wanted) {
        return new CgroupOptions(start, startText, wanted);
    }

    private CgroupOptions startAt(String newText, Start newStart) {
        if (start != null) {
            throw Failure.invalid("Cannot start a cgroup iterator at both " + startText + " and " + newText)
                    .because("it starts at one cgroup")
                    .remedy("Leave one out")
                    .exception();
        }
        return new CgroupOptions(newStart, newText, order);
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        requireAccepted(Parameter.CGROUP, program, target, this);
        requireKnown(Parameter.CGROUP, program, this);
        if (start == null) {
            throw cgroupMissing(program)
                    .remedy("Call path, id, fd or self of the CgroupOptions")
                    .exception();
        }
    }

    @Override
    int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
        Memory info = emptyLinkInfo();
        info.setInt(ORDER, order.number());
        return Objects.requireNonNull(start).call(info, call);
    }

    private static Fd open(Path directory) {
        int fd = Calls.checkLibc(
                Libc.libc().open(directory.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC),
                errno -> openFailure(directory, errno));
        return new Fd(fd, "cgroup " + directory);
    }

    private static Failure openFailure(Path directory, int errno) {
        return Failure.of(Errno.ENOENT.is(errno) ? Reason.NOT_FOUND : Reason.FAILED, "Cannot open cgroup " + directory)
                .remedy("Name a directory in a cgroup v2 file system");
    }

    @Override
    public String toString() {
        return "cgroup " + (startText == null ? "" : startText + " ") + "(" + order + ")";
    }
}
