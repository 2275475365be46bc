package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.kernel.Tasks;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which thread or process a task iterator is kept to: one of a thread's id, a process's id or a pidfd. Immutable. Linux 6.1.
 */
public final class TaskOptions extends IteratorOptions {

    private static final long NO_FLAGS = 0;
    private static final int NO_SIGNAL = 0;

    /** The kernel's words, and their places in the union. */
    private enum Kind {
        TID(0),
        /** By a pidfd that is opened for the call alone. */
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
     * Keeps to the thread with an id of the caller's pid namespace, as {@code gettid(2)} gives it.
     *
     * @throws BpfException if the id is not positive; when it is attached, if there is no such thread
     */
    public TaskOptions tid(long tid) {
        return only(Kind.TID, tid, "a thread's id is a positive number");
    }

    /**
     * Keeps to the threads of the process (tgid) with an id of the caller's pid namespace. It is attached by a pidfd, so that
     * no other process can take the id meanwhile.
     *
     * @throws BpfException if the id is not positive; when it is attached, if there is no such process
     */
    public TaskOptions pid(long pid) {
        return only(Kind.PID, pid, "a process's id is a positive number");
    }

    /**
     * Keeps to the process of a pidfd, which stays the caller's.
     *
     * @throws BpfException if the descriptor is not positive; when it is attached, if it is no pidfd
     */
    public TaskOptions pidfd(int descriptor) {
        return only(Kind.PIDFD, descriptor, "the kernel takes a positive descriptor, and 0 for none");
    }

    /** Keeps to a process, as {@link #pid} does. */
    public TaskOptions process(ProcessHandle process) {
        return pid(process.pid());
    }

    /**
     * Reads which thread or process from words: {@code pid N}, {@code pid self}, {@code tid N} or {@code tid self}, which
     * are this process and the calling thread.
     *
     * @throws BpfException if the words are others
     */
    public static TaskOptions parse(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length == 2 && (words[0].equals("pid") || words[0].equals("tid"))) {
            boolean pid = words[0].equals("pid");
            if (words[1].equals("self")) {
                return pid ? EMPTY.pid(ProcessHandle.current().pid()) : EMPTY.tid(Tasks.currentTid());
            }
            try {
                return pid ? EMPTY.pid(Integer.parseInt(words[1])) : EMPTY.tid(Integer.parseInt(words[1]));
            } catch (NumberFormatException e) {
                throw unknown(text, e);
            }
        }
        throw unknown(text, null);
    }

    private static BpfException unknown(String text, @Nullable Throwable cause) {
        String message = "\"" + text + "\" names no task; write \"pid N\", \"pid self\", \"tid N\" or \"tid self\"";
        return cause == null ? new BpfException(message) : new BpfException(message, cause);
    }

    /** The kernel takes 0 for all tasks, and says nothing of a negative number. */
    private TaskOptions only(Kind newKind, long newNumber, String rule) {
        String words = newKind.name().toLowerCase(Locale.ROOT) + " " + newNumber;
        if (newNumber < 1 || newNumber > Integer.MAX_VALUE) {
            throw new BpfException("A task iterator can't be kept to " + words + ": " + rule);
        }
        if (kind != null) {
            throw new BpfException("A task iterator is kept to one thread or process, and was given two: " + this
                    + ", and " + words + "; leave one out");
        }
        return new TaskOptions(newKind, (int) newNumber);
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        requireTaken(Parameter.TASK, program, target, this);
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

    /** The kernel would attach, and the iterator find nothing. */
    private static void requireThread(int tid) {
        if (Libc.libc().kill(tid, NO_SIGNAL) != 0 && Errno.ESRCH.is(Native.getLastError())) {
            throw new BpfException(
                    "There is no thread " + tid + " to keep an iterator to: " + Errno.describe(Errno.ESRCH.number())
                            + "; it has ended, or is none of this pid namespace",
                    Errno.ESRCH.number());
        }
    }

    private static Fd open(int pid) {
        long fd = Libc.libc().syscall(Libc.SYS_PIDFD_OPEN, pid, NO_FLAGS);
        if (fd < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "There is no process " + pid + " to keep an iterator to: " + Errno.describe(errno)
                            + "; it has ended, or the id is a thread's (tid)",
                    errno);
        }
        return new Fd((int) fd, "the pidfd of process " + pid);
    }

    @Override
    public String toString() {
        return kind == null ? "all tasks" : kind.name().toLowerCase(Locale.ROOT) + " " + number;
    }
}
