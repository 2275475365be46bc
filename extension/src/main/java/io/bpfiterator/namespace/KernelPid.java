// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import com.sun.jna.Memory;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Assembler;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.ProgLoadOptions;
import io.bpfiterator.internal.libbpf.Libbpf.TestRunOptions;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.namespace.PidNamespace;
import org.apiguardian.api.API;

/**
 * The ids by which the kernel, and so every BPF program, knows this process and its threads: {@code tgid} and
 * {@code pid} of their {@code task_struct}. They are numbers of the initial pid namespace. In a pid namespace of its
 * own, such as that of a container, a process has other numbers: {@link ProcessHandle#pid} returns those.
 *
 * <p>In the initial pid namespace, the numbers are the same. In another one, a BPF program determines them, which
 * requires Linux 5.10 and the capabilities to load iterators.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class KernelPid {

    /** {@code bpf_get_current_pid_tgid}. */
    private static final int GET_CURRENT_PID_TGID = 14;

    private KernelPid() {}

    /**
     * Returns the id of this process, the {@code tgid} of its tasks.
     *
     * @throws io.bpfiterator.failure.BpfException if this process may not run the BPF program that determines it
     */
    public static long ofThisProcess() {
        return PidNamespace.current().isInitial() ? ProcessHandle.current().pid() : ask("process", Integer.SIZE);
    }

    /**
     * Returns the id of the calling thread, the {@code pid} of its task.
     *
     * @throws io.bpfiterator.failure.BpfException if this process may not run the BPF program that determines it
     */
    public static long ofThisThread() {
        return PidNamespace.current().isInitial() ? Libc.libc().gettid() : ask("thread", 0);
    }

    /**
     * Runs a program that returns 32 bits of the calling thread's ids: the thread's are the lower ones.
     *
     * @param shift how far the bits are shifted to the right
     */
    private static long ask(String whose, int shift) {
        String what = "Cannot determine the id of this " + whose + " in the initial pid namespace";
        byte[] code = new Assembler(3)
                .add(Assembler.CALL, 0, 0, GET_CURRENT_PID_TGID)
                .add(Assembler.RSH64_IMMEDIATE, 0, 0, shift)
                .add(Assembler.EXIT, 0, 0, 0)
                .instructions();
        try (Memory instructions = Bytes.copyOf(code);
                Fd program = new Fd(
                        Calls.checkLibbpf(
                                Libbpf.libbpf()
                                        .bpf_prog_load(
                                                Libbpf.BPF_PROG_TYPE_RAW_TRACEPOINT,
                                                "pid",
                                                "GPL",
                                                instructions,
                                                code.length / Assembler.INSTRUCTION_BYTES,
                                                new ProgLoadOptions()),
                                errno -> failure(what, errno)),
                        "the program that determines a pid")) {
            TestRunOptions options = new TestRunOptions();
            Calls.checkLibbpf(
                    Libbpf.libbpf().bpf_prog_test_run_opts(program.number(), options), errno -> failure(what, errno));
            return Integer.toUnsignedLong(options.intOf(TestRunOptions.RETVAL));
        }
    }

    private static Failure failure(String what, int errno) {
        return Failure.of(Errno.EPERM.is(errno) ? Reason.NOT_PERMITTED : Reason.FAILED, what)
                .because("the kernel does not run the BPF program that asks for it")
                .remedy("Run with CAP_BPF and CAP_PERFMON on Linux 5.10 or newer, or in the initial pid namespace"
                        + " (docker run --pid=host)");
    }
}
