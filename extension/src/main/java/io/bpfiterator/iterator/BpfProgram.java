// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/** A loaded BPF program. It is closed with its object. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfProgram {

    /** Returns the C function's name. */
    String name();

    /** Returns the ELF section, which determines the program's type and target, such as {@code iter/task}. */
    String section();

    /**
     * Returns the kernel's name of the iterator's target, such as {@code task}; empty if the program is not an
     * iterator.
     */
    Optional<String> target();

    /**
     * Attaches an iterator whose target requires no parameters, or another program where its section says.
     *
     * @return the link, which is closed with the object at the latest
     * @throws io.bpfiterator.failure.BpfException if the target requires parameters, the section does not say where,
     *     or the kernel refuses
     */
    BpfLink attach();

    /**
     * Attaches the iterator. Requires Linux 5.8, or newer for some targets.
     *
     * @return the link, which is closed with the object at the latest
     * @throws io.bpfiterator.failure.BpfException if the program is not an iterator, the target does not accept these
     *     parameters, or the kernel refuses
     */
    BpfLink attach(IteratorOptions options);

    /**
     * Attaches the iterator and pins it in a temporary bpffs.
     *
     * @return a reader that works until the object is closed
     * @throws io.bpfiterator.failure.BpfException as {@link #attach(IteratorOptions)} does, or if no temporary bpffs
     *     can be created
     */
    default IteratorReader pin(IteratorOptions options) {
        return attach(options).pin().reader();
    }

    /** Attaches and pins an iterator whose target requires no parameters, as {@link #pin(IteratorOptions)} does. */
    default IteratorReader pin() {
        return pin(IteratorOptions.none());
    }

    /**
     * Attaches the iterator and pins it at a path in a bpffs, as {@link BpfLink#pin(Path)} does.
     *
     * @return a reader that works until the object is closed
     */
    default IteratorReader pin(IteratorOptions options, Path path) {
        return attach(options).pin(path).reader();
    }

    /**
     * Attaches the program to a cgroup, as its section says, such as {@code cgroup_skb/egress}.
     *
     * @param cgroup a directory in a cgroup v2 file system
     * @return the link, which is closed with the object at the latest
     * @throws io.bpfiterator.failure.BpfException if the program is not for cgroups, or the kernel refuses
     */
    BpfLink attachToCgroup(Path cgroup);

    /**
     * Calls the program with {@code BPF_PROG_TEST_RUN}, without an event. The kernel can call programs of sockets, XDP
     * and tracing, and since Linux 5.14 those of {@code SEC("syscall")}; it cannot call iterators.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel cannot run such programs, or refuses the input
     */
    TestRunResult testRun(TestRunInput input);

    /** Returns the kernel's information about the program. */
    ProgramInfo info();

    /**
     * Returns how complex the running kernel finds the program. The first call for an object loads it once more,
     * through libbpf, with the same choices and without changing this program.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses that load
     */
    Complexity complexity();
}
