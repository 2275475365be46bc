package io.bpfiterator.harness.kernel;

import java.util.List;

/** Finds kernels by name. */
public interface KernelSource {

    /** Returns the names that it knows, as a message lists them: {@code 6.1}, {@code /path/to/bzImage}. */
    List<String> names();

    /** Tells whether a name is one of this source's; that there is such a kernel is not looked for. */
    boolean knows(String name);

    /**
     * Returns where the kernel of a name that it knows comes from: the file, the cache, the mirror. Nothing is fetched.
     *
     * @throws io.bpfiterator.failure.BpfException if there is no such place on this machine
     */
    String origin(String name);

    /**
     * Returns the kernel of a name that it knows, after fetching it if need be.
     *
     * @throws io.bpfiterator.failure.BpfException if it can't be had; the message says what was found and what to do
     */
    Kernel kernel(String name);
}
