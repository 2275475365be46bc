package io.bpfiterator.internal.feature;

import io.bpfiterator.btf.KernelFeatures;
import java.util.Optional;
import java.util.OptionalInt;

/** What a probe asks the kernel. The only implementation outside of tests is {@link RunningKernel}. */
interface KernelCalls {

    /**
     * Returns the names and numbers in the kernel's BTF.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel shows no BTF
     */
    KernelFeatures features();

    /**
     * Returns the id of a function in the kernel's BTF, which a kfunc is called by; nothing if there is no such
     * function.
     */
    OptionalInt function(String name);

    /** Returns the loaded module whose BTF names a function; nothing if none does. */
    Optional<String> moduleWith(String function);

    /**
     * Loads a program and closes it again: {@code bpf(BPF_PROG_LOAD)}.
     *
     * @throws io.bpfiterator.failure.BpfException if libbpf is missing
     */
    LoadAttempt load(ProbeProgram program);

    /**
     * Tells whether this process has the capabilities for iterators, in the user namespace that the kernel asks about.
     */
    boolean isPrivileged();

    /**
     * What the kernel answered.
     *
     * @param errno positive, or 0 for a program that was loaded
     * @param sentence the verifier's last sentence; an empty text if it said none
     */
    record LoadAttempt(int errno, String sentence) {

        static final LoadAttempt LOADED = new LoadAttempt(0, "");

        boolean isLoaded() {
            return errno == 0;
        }
    }
}
