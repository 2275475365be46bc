// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.btf.KernelFeatures;
import java.util.Optional;
import java.util.OptionalInt;

/** The kernel interface of the probes. The only implementation outside of tests is {@link RunningKernel}. */
interface KernelCalls {

    /**
     * Returns the features in the kernel's BTF.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel's BTF cannot be read
     */
    KernelFeatures features();

    /** Returns the BTF id of a kernel function, by which a kfunc is called; empty if the BTF has no such function. */
    OptionalInt function(String name);

    /** Returns the loaded module whose BTF has a function; empty if no module has it. */
    Optional<String> moduleWith(String function);

    /**
     * Loads a program and closes it again: {@code bpf(BPF_PROG_LOAD)}.
     *
     * @throws io.bpfiterator.failure.BpfException if libbpf is missing
     */
    LoadAttempt load(ProbeProgram program);

    /**
     * Returns whether this process has the capabilities for iterators in the initial user namespace, and no filter
     * forbids it to use them.
     */
    boolean isPrivileged();

    /**
     * The result of loading a program.
     *
     * @param errno the positive error number, or 0 if the program was loaded
     * @param verifierMessage the verifier's last message; an empty text if the log is empty
     */
    record LoadAttempt(int errno, String verifierMessage) {

        static final LoadAttempt LOADED = new LoadAttempt(0, "");

        boolean isLoaded() {
            return errno == 0;
        }
    }
}
