// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the iterator targets of a kernel in its BTF. */
final class IteratorTargets {

    private static final String PREFIX = "bpf_iter_";

    /** The type of the first parameter of each target's function. */
    private static final String META = "bpf_iter_meta";

    private IteratorTargets() {}

    /**
     * Returns the names of the targets, such as {@code task} or {@code bpf_map_elem}, and the ids of their functions.
     */
    static SortedMap<String, Integer> in(Btf kernel) {
        SortedMap<String, Integer> targets = new TreeMap<>();
        kernel.functionIds().forEach(id -> {
            if (kernel.type(id) instanceof BtfType.Function function
                    && function.name().startsWith(PREFIX)
                    && isTarget(kernel, function)) {
                targets.putIfAbsent(function.name().substring(PREFIX.length()), id);
            }
        });
        return targets;
    }

    /**
     * Distinguishes targets from other functions named {@code bpf_iter_…}, such as {@code bpf_iter_get_info}, which
     * does not return an int.
     */
    private static boolean isTarget(Btf kernel, BtfType.Function function) {
        return kernel.resolve(function.prototype()) instanceof BtfType.Prototype prototype
                && kernel.resolve(prototype.returned()) instanceof BtfType.Int
                && !prototype.parameters().isEmpty()
                && kernel.resolve(prototype.parameters().get(0)) instanceof BtfType.Pointer pointer
                && kernel.resolve(pointer.target()).name().equals(META);
    }
}
