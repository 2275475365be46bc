package io.bpfiterator.btf;

import java.util.List;

/** Finds the iterator targets that a kernel has, in its BTF. */
public final class IteratorTargets {

    private static final String PREFIX = "bpf_iter_";

    /** The first parameter of each target's function, which sets it apart from others named {@code bpf_iter_…}. */
    private static final String META = "bpf_iter_meta";

    private IteratorTargets() {}

    /** Returns the names of the targets, such as {@code task} or {@code bpf_map_elem}, sorted. */
    public static List<String> in(Btf kernel) {
        return kernel.types(BtfType.Function.class)
                .filter(function -> function.name().startsWith(PREFIX))
                .filter(function -> takesMeta(kernel, function))
                .map(function -> function.name().substring(PREFIX.length()))
                .sorted()
                .distinct()
                .toList();
    }

    private static boolean takesMeta(Btf kernel, BtfType.Function function) {
        return kernel.resolve(function.prototype()) instanceof BtfType.Prototype prototype
                && !prototype.parameters().isEmpty()
                && kernel.resolve(prototype.parameters().get(0)) instanceof BtfType.Pointer pointer
                && kernel.resolve(pointer.target()).name().equals(META);
    }
}
