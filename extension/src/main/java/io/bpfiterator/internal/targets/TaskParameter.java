// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.libbpf.ProcessFd;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.MapType;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The only thread or process that a task iterator walks. Requires Linux 6.1. */
public final class TaskParameter extends LinkParameter {

    private static final int NO_SIGNAL = 0;

    private static final StructLayout MEMBER = union();
    private static final Field TID = MEMBER.int32("tid");
    private static final Field PID = MEMBER.at(4).int32("pid");
    private static final Field PIDFD = MEMBER.at(8).int32("pid_fd");

    private static final StructLayout LINK = linkInfo(32);
    private static final Field LINK_TID = LINK.int32("tid");
    private static final Field LINK_PID = LINK.int32("pid");

    TaskParameter() {}

    /**
     * Parses a thread or process: {@code pid N}, {@code pid self} (this process), {@code tid N} or {@code tid self}
     * (the calling thread).
     *
     * @throws BpfException if the text has none of these forms
     */
    public static IteratorOptions parse(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length == 2 && (parts[0].equals("pid") || parts[0].equals("tid"))) {
            boolean pid = parts[0].equals("pid");
            if (parts[1].equals("self")) {
                return pid
                        ? IteratorOptions.process(ProcessHandle.current())
                        : IteratorOptions.thread(Libc.libc().gettid());
            }
            try {
                int number = Integer.parseInt(parts[1]);
                return pid ? IteratorOptions.process(number) : IteratorOptions.thread(number);
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

    @Override
    boolean isGivenBy(IteratorOptions options) {
        return options instanceof IteratorOptions.Thread
                || options instanceof IteratorOptions.Process
                || options instanceof IteratorOptions.ProcessId
                || options instanceof IteratorOptions.ProcessDescriptor;
    }

    @Override
    Optional<Failure> missing(String what, String target) {
        return Optional.empty();
    }

    @Override
    boolean isNewerThanItsTargets() {
        return true;
    }

    @Override
    int call(IteratorOptions options, CStruct info, ToIntFunction<CStruct> call) {
        if (options instanceof IteratorOptions.Process process) {
            try (Fd pidfd = open(process.pid())) {
                info.set(PIDFD, pidfd.number());
                return call.applyAsInt(info);
            }
        } else if (options instanceof IteratorOptions.Thread thread) {
            requireThread((int) thread.tid());
            info.set(TID, (int) thread.tid());
        } else if (options instanceof IteratorOptions.ProcessId process) {
            info.set(PID, (int) process.pid());
        } else if (options instanceof IteratorOptions.ProcessDescriptor process) {
            info.set(PIDFD, process.pidfd());
        }
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

    private static Fd open(long pid) {
        return ProcessFd.open(pid, "Cannot restrict a task iterator to pid " + pid, "Use tid for a thread");
    }

    @Override
    Failure failure(String what, Set<MapType> walkable, IteratorOptions options, int errno) {
        if (Errno.EBADF.is(errno)) {
            return Failure.invalid(what).remedy("Use an open descriptor of a process (Pidfd.open)");
        }
        return Errno.ESRCH.is(errno)
                ? Failure.notFound(what)
                        .because("this pid namespace has no such thread or process")
                        .remedy("Check that it is running and that the number is correct")
                : Failure.failed(what);
    }

    @Override
    LinkInfo decode(LinkInfo link, CStruct info) {
        return link.withTask(info.intOf(LINK_TID), info.intOf(LINK_PID));
    }
}
