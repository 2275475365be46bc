// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.map.BpfMap;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The parameters of an iterator: what it walks, if its target offers a choice. Immutable. The kernel's type is
 * {@code union bpf_iter_link_info} of {@code linux/bpf.h}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface IteratorOptions {

    /** Returns no parameters, for a target that accepts none or whose parameters are optional. */
    static IteratorOptions none() {
        return new None();
    }

    /**
     * Returns the parameters of a target that walks the elements of a map. The link keeps the map. Requires Linux 5.9.
     */
    static IteratorOptions map(BpfMap<?, ?> map) {
        return new Elements(map);
    }

    /**
     * Restricts a task iterator to one thread. Requires Linux 6.1.
     *
     * @param tid the thread's id in the caller's pid namespace, as {@code gettid(2)} returns it
     * @throws io.bpfiterator.failure.BpfException if the id is not positive; when the iterator is attached, if there is
     *     no such thread
     */
    static IteratorOptions thread(long tid) {
        return new Thread(tid);
    }

    /**
     * Restricts a task iterator to the threads of one process. The kernel receives a pidfd, so that no other process
     * can get the id meanwhile. Requires Linux 6.1.
     *
     * @param pid the process's id (tgid) in the caller's pid namespace
     * @throws io.bpfiterator.failure.BpfException if the id is not positive; when the iterator is attached, if there is
     *     no such process
     */
    static IteratorOptions process(long pid) {
        return new Process(pid);
    }

    /** Restricts a task iterator to the threads of a process, as {@link #process(long)} does. */
    static IteratorOptions process(ProcessHandle process) {
        return process(process.pid());
    }

    /**
     * Restricts a task iterator to the process that has an id when a run starts. The kernel receives the id itself and
     * not a pidfd, so there need not be such a process when the iterator is attached, and another process may have the
     * id later. Requires Linux 6.1.
     *
     * @param pid the process's id (tgid) in the caller's pid namespace
     * @throws io.bpfiterator.failure.BpfException if the id is not positive
     */
    static IteratorOptions processWithId(long pid) {
        return new ProcessId(pid);
    }

    /**
     * Restricts a task iterator to the process of a pidfd, such as a {@link Pidfd}, which the caller closes. Requires
     * Linux 6.1.
     *
     * @throws io.bpfiterator.failure.BpfException if the descriptor is not positive; when the iterator is attached, if
     *     it is not a pidfd
     */
    static IteratorOptions processOf(int pidfd) {
        return new ProcessDescriptor(pidfd);
    }

    /** Starts a cgroup iterator at the cgroup of a directory in a cgroup v2 file system. Requires Linux 6.1. */
    static IteratorOptions cgroup(Path directory, CgroupOrder order) {
        return new Cgroup(directory, order);
    }

    /** Starts a cgroup iterator at the cgroup of a directory, and walks its descendants, each after its parent. */
    static IteratorOptions cgroup(Path directory) {
        return cgroup(directory, CgroupOrder.DESCENDANTS_PRE);
    }

    /** Starts a cgroup iterator at the cgroup of this process. Requires Linux 6.1. */
    static Cgroup cgroupOfThisProcess(CgroupOrder order) {
        return new Cgroup(Cgroups.ofThisProcess(), order);
    }

    /**
     * Starts a cgroup iterator at the cgroup with an id, which is the inode number of its directory. Requires Linux
     * 6.1.
     *
     * @throws io.bpfiterator.failure.BpfException if the id is 0; when the iterator is attached, if there is no such
     *     cgroup
     */
    static IteratorOptions cgroupWithId(long id, CgroupOrder order) {
        return new CgroupId(id, order);
    }

    /**
     * Starts a cgroup iterator at the cgroup of an open directory; the caller closes the descriptor. Requires Linux
     * 6.1.
     *
     * @throws io.bpfiterator.failure.BpfException if the descriptor is not positive; when the iterator is attached, if
     *     it is not a cgroup
     */
    static IteratorOptions cgroupOf(int descriptor, CgroupOrder order) {
        return new CgroupDescriptor(descriptor, order);
    }

    /** No parameters. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record None() implements IteratorOptions {

        @Override
        public String toString() {
            return "no parameters";
        }
    }

    /** The elements of a map. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record Elements(BpfMap<?, ?> map) implements IteratorOptions {

        @Override
        public String toString() {
            return map.toString();
        }
    }

    /** One thread. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record Thread(long tid) implements IteratorOptions {

        /** Refuses 0, which means all tasks to the kernel, and numbers that the kernel would cut or accept silently. */
        public Thread {
            requireId("tid", tid, "a thread's id is a positive number");
        }

        @Override
        public String toString() {
            return "tid " + tid;
        }
    }

    /** The threads of one process. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record Process(long pid) implements IteratorOptions {

        /** Refuses 0, which means all tasks to the kernel, and numbers that the kernel would cut or accept silently. */
        public Process {
            requireId("pid", pid, "a process's id is a positive number");
        }

        @Override
        public String toString() {
            return "pid " + pid;
        }
    }

    /** The threads of the process that has an id when a run starts. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record ProcessId(long pid) implements IteratorOptions {

        /** Refuses 0, which means all tasks to the kernel, and numbers that the kernel would cut or accept silently. */
        public ProcessId {
            requireId("pid", pid, "a process's id is a positive number");
        }

        @Override
        public String toString() {
            return "pid " + pid + " without a pidfd";
        }
    }

    /** The threads of the process of a pidfd. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record ProcessDescriptor(int pidfd) implements IteratorOptions {

        /** Refuses 0, which means all tasks to the kernel. */
        public ProcessDescriptor {
            requireId("pidfd", pidfd, "the kernel requires a positive descriptor and treats 0 as none");
        }

        @Override
        public String toString() {
            return "pidfd " + pidfd;
        }
    }

    /** The cgroups around the cgroup of a directory. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record Cgroup(Path directory, CgroupOrder order) implements IteratorOptions {

        @Override
        public String toString() {
            return "cgroup path " + directory + " (" + order + ")";
        }
    }

    /** The cgroups around the cgroup with an id. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record CgroupId(long id, CgroupOrder order) implements IteratorOptions {

        /** Refuses 0. */
        public CgroupId {
            if (id == 0) {
                throw Failure.invalid("Cannot start a cgroup iterator at cgroup id 0")
                        .because("the kernel treats 0 as no id")
                        .remedy("Use the inode number of the cgroup's directory")
                        .exception();
            }
        }

        @Override
        public String toString() {
            return "cgroup id " + Long.toUnsignedString(id) + " (" + order + ")";
        }
    }

    /** The cgroups around the cgroup of an open directory. */
    @API(status = EXPERIMENTAL, since = "0.1")
    record CgroupDescriptor(int descriptor, CgroupOrder order) implements IteratorOptions {

        /** Refuses descriptors that are not positive. */
        public CgroupDescriptor {
            if (descriptor < 1) {
                throw Failure.invalid("Cannot start a cgroup iterator at file descriptor " + descriptor)
                        .because("the kernel requires a positive descriptor and treats 0 as none")
                        .remedy("Use the descriptor of an open cgroup directory")
                        .exception();
            }
        }

        @Override
        public String toString() {
            return "cgroup file descriptor " + descriptor + " (" + order + ")";
        }
    }

    private static void requireId(String kind, long number, String rule) {
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw Failure.invalid("Cannot restrict a task iterator to " + kind + " " + number)
                    .because(rule)
                    .exception();
        }
    }
}
