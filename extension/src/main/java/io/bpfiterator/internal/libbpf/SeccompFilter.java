// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.kernel.Capability;
import io.bpfiterator.internal.namespace.UserNamespace;

/** Determines whether the seccomp filter of this process forbids {@code bpf(2)}, as those of containers often do. */
public final class SeccompFilter {

    private static final int NO_MAP = -1;

    private SeccompFilter() {}

    /** Returns whether {@code bpf(2)} failed with an error number because of the filter, like {@link #forbidsBpf()}. */
    public static boolean forbidsBpf(int errno) {
        return isRefusal(errno) && forbidsBpf();
    }

    /**
     * Returns whether the filter forbids {@code bpf(2)}. The result is false if that cannot be determined: the kernel,
     * too, refuses the call of a process without capabilities.
     */
    public static boolean forbidsBpf() {
        return OutOfResources.isFiltered()
                && Capability.mayLoadIterators()
                && UserNamespace.current().isInitial()
                // The kernel would answer that there is no such map (EBADF).
                && isRefusal(-Libbpf.libbpf().bpf_map_lookup_elem(NO_MAP, Pointer.NULL, Pointer.NULL));
    }

    private static boolean isRefusal(int errno) {
        return Errno.EPERM.is(errno) || Errno.EACCES.is(errno) || Errno.ENOSYS.is(errno);
    }
}
