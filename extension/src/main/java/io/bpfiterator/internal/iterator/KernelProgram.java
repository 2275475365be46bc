// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.iterator.BpfProgram;

/** A program in the kernel, as the links of other programs see it. */
interface KernelProgram extends BpfProgram {

    /**
     * Returns the implementation of a program.
     *
     * @throws IllegalArgumentException if this library did not load it
     */
    static KernelProgram of(BpfProgram program) {
        if (program instanceof KernelProgram loaded) {
            return loaded;
        }
        throw new IllegalArgumentException(
                "Cannot use " + program + ": it is not a program that bpf-iterator loaded. Load it with a BpfSession.");
    }

    /** Returns the program's descriptor, which the program owns. */
    Fd fd();
}
