package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.kernel.Tasks;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The only thread or process that a task iterator walks, given by one of a thread's id, a process's id and a pidfd.
 * Immutable. Requires Linux 6.1.
 */
public final class TaskOptions extends IteratorOptions {

    private static final long NO_FLAGS = 0;
    private static final int NO_SIGNAL = 0;

    /** The kernel's parameters, and their offsets in the union. */
    private enum Kind {
        TID(0),
        /** Passed to the kernel as a pidfd, which is open only during the call. */
        PID(8),
        PIDFD(8);

        private final int offset;

        Kind(int offset) {
            this.offset = offset;
        }
    }

    static final TaskOptions EMPTY = new TaskOptions(null, 0);

    private final @Nullable Kind kind;
    private final int number;

    private TaskOptions(@Nullable Kind kind, int number) {
        this.kind = kind;
        this.number = number;
    }

    /**
     * Restricts the iterator to one thread.
     *
     * @param tid the thread's id in the caller's pid namespace, as {@code gettid(2)} returns it
     * @throws BpfException if the id is not positive; when the iterator is attached, if there is no such thread
     */
    public TaskOptions tid(long tid) {
        return restrictTo(Kind.TID, tid, "a thread's id is a positive number");
    }

    /**
     * Restricts the iterator to the threads of one process. The kernel receives a pidfd, so that no other process can
     * get the id meanwhile.
     *
     * @param pid the process's id (tgid) in the caller's pid namespace
     * @throws BpfException if the id is not positive; when the iterator is attached, if there is no such process
     */
    public TaskOptions pid(long pid) {
        return restrictTo(Kind.PID, pid, "a process's id is a positive number");
    }

    /**
     * Restricts the iterator to the process of a pidfd, which the caller closes.
     *
     * @throws BpfException if the descriptor is not positive; when the iterator is attached, if it is not a pidfd
     */
    public TaskOptions pidfd(int descriptor) {
        return restrictTo(Kind.PIDFD, descriptor, "the kernel requires a positive descriptor and treats 0 as none");
    }

    /** Restricts the iterator to a process, as {@link #pid} does. */
    public TaskOptions process(ProcessHandle process) {
        return pid(process.pid());
    }

    /**
     * Parses a thread or process: {@code pid N}, {@code pid self} (this process), {@code tid N} or {@code tid self}
     * (the calling thread).
     *
     * @throws BpfException if the text has none of these forms
     */
    public static TaskOptions parse(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length == 2 && (parts[0].equals("pid") || parts[0].equals("tid"))) {
            boolean pid = parts[0].equals("pid");
            if (parts[1].equals("self")) {
                return pid ? EMPTY.pid(ProcessHandle.current().pid()) : EMPTY.tid(Tasks.currentTid());
            }
            try {
                return pid ? EMPTY.pid(Integer.parseInt(parts[1])) : EMPTY.tid(Integer.parseInt(parts[1]));
            } catch (NumberFormatException e) {
                throw unparsable(text).causedBy(e).exception();
            }
        }
        throw unparsable(text).exception();
    }

    private static Failure unparsable(String text) {
        return Failure.invalid("\"" + text + "\" does not name a task")
                .remedy("Write \"pid N\", \"pid self\", \"tid N\" or \"tid self\"");
    }

    /** Refuses 0, which means all tasks to the kernel, and negative numbers, which the kernel silently accepts. */
    private TaskOptions restrictTo(Kind newKind, long newNumber, String rule) {
        String text = newKind.name().toLowerCase(Locale.ROOT) + " " + newNumber;
        if (newNumber < 1 || newNumber > Integer.MAX_VALUE) {
            throw Failure.invalid("Cannot restrict a task iterator to " + text)
                    .because(rule)
                    .exception();
        }
        if (kind != null) {
            throw Failure.invalid("Cannot restrict a task iterator to both " + this + " and " + text)
                    .because("it walks all tasks, or one thread or process")
                    .remedy("Leave one out")
                    .exception();
        }
        return new TaskOptions(newKind, (int) newNumber);
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        requireAccepted(Parameter.TASK, program, target, this);
        if (kind != null) {
            requireKnown(Parameter.TASK, program, this);
        }
    }

    @Override
    int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
        if (kind == null) {
            return call.applyAsInt(null);
        }
        Memory info = emptyLinkInfo();
        if (kind == Kind.PID) {
            try (Fd pidfd = open(number)) {
                info.setInt(kind.offset, pidfd.number());
                return call.applyAsInt(info);
            }
        }
        if (kind == Kind.TID) {
            requireThread(number);
        }
        info.setInt(kind.offset, number);
        return call.applyAsInt(info);
    }

    /** Refuses a thread that does not exist: the kernel would attach the iterator, which would find nothing. */
    private static void requireThread(int tid) {
        int errno = Calls.errnoOfLibc(Libc.libc().kill(tid, NO_SIGNAL));
        if (Errno.ESRCH.is(errno)) {
            throw Failure.notFound("Cannot restrict a task iterator to tid " + tid)
                    .because("either the thread has ended, or it is in another pid namespace")
                    .errno(errno)
                    .exception();
        }
    }

    private static Fd open(int pid) {
        int fd = Calls.checkLibc(
                Libc.libc().syscall(Libc.SYS_PIDFD_OPEN, pid, NO_FLAGS),
                errno -> pidfdFailure("Cannot restrict a task iterator to pid " + pid, errno));
        return new Fd(fd, "the pidfd of process " + pid);
    }

    /** For the id of a thread, the errno is EINVAL or, on newer kernels, ENOENT. */
    private static Failure pidfdFailure(String what, int errno) {
        return Errno.ESRCH.is(errno) || Errno.EINVAL.is(errno) || Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("either the process has ended, or the id is that of a thread")
                        .remedy("Use tid for a thread")
                : Failure.failed(what);
    }

    @Override
    public String toString() {
        return kind == null ? "all tasks" : kind.name().toLowerCase(Locale.ROOT) + " " + number;
    }
}
