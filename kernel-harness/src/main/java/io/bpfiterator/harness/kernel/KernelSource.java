package io.bpfiterator.harness.kernel;

import java.util.List;

/** Finds kernels by name. */
public interface KernelSource {

    /** Returns the names that it knows, as a message lists them: {@code 6.1}, {@code /path/to/bzImage}. */
    List<String> names();

    /** Tells whether a name is one of this source's; that there is such a kernel is not looked for. */
    boolean knows(String name);

    /**
     * Returns the kernel of a name that it knows, after fetching it if need be.
     *
     * @throws io.bpfiterator.kernel.BpfException if it can't be had; the message says what was found and what to do
     */
    Kernel kernel(String name);
}
