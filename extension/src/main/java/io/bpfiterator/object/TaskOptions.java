package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.kernel.Tasks;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which thread or process a task iterator is kept to: one of a thread's id, a process's id or a pidfd. Immutable. Linux 6.1.
 */
public final class TaskOptions extends IteratorOptions {

    private static final long NO_FLAGS = 0;

    /** The kernel's words, and their places in the union. */
    private enum Kind {
        TID(0),
        PID(4),
        PIDFD(8),
        /** A pidfd that is opened for the call alone. */
        PROCESS(8);

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

    /** Keeps to the thread with an id of the caller's pid namespace, as {@code gettid(2)} gives it. */
    public TaskOptions tid(long tid) {
        return only(Kind.TID, tid);
    }

    /** Keeps to the threads of the process (tgid) with an id of the caller's pid namespace. */
    public TaskOptions pid(long pid) {
        return only(Kind.PID, pid);
    }

    /** Keeps to the process of a pidfd, which stays the caller's. */
    public TaskOptions pidfd(int descriptor) {
        return only(Kind.PIDFD, descriptor);
    }

    /** Keeps to a process by a pidfd, so that no other process can take its id meanwhile. */
    public TaskOptions process(ProcessHandle process) {
        return only(Kind.PROCESS, process.pid());
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

    private TaskOptions only(Kind newKind, long newNumber) {
        TaskOptions wanted = new TaskOptions(newKind, Math.toIntExact(newNumber));
        if (kind != null) {
            throw new BpfException("A task iterator is kept to one thread or process, and was given two: " + this
                    + ", and " + wanted + "; leave one out");
        }
        return wanted;
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        require(IteratorTarget.Parameter.TASK, program, target, this);
    }

    @Override
    int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
        if (kind == null) {
            return call.applyAsInt(null);
        }
        Memory info = emptyLinkInfo();
        if (kind == Kind.PROCESS) {
            try (Fd pidfd = open(number)) {
                info.setInt(kind.offset, pidfd.number());
                return call.applyAsInt(info);
            }
        }
        info.setInt(kind.offset, number);
        return call.applyAsInt(info);
    }

    private static Fd open(int pid) {
        long fd = Libc.libc().syscall(Libc.SYS_PIDFD_OPEN, pid, NO_FLAGS);
        if (fd < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "There is no process " + pid + " to keep an iterator to: " + Errno.describe(errno)
                            + "; it has ended, or is none",
                    errno);
        }
        return new Fd((int) fd, "the pidfd of process " + pid);
    }

    @Override
    public String toString() {
        return kind == null ? "all tasks" : kind.name().toLowerCase(java.util.Locale.ROOT) + " " + number;
    }
}
