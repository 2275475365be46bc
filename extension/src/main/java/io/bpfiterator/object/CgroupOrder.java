package io.bpfiterator.object;

import java.util.Arrays;
import java.util.Optional;

/** The order of a cgroup iterator: {@code enum bpf_cgroup_iter_order} of {@code linux/bpf.h}. Requires Linux 6.1. */
public enum CgroupOrder {
    /** Only the cgroup itself. */
    SELF_ONLY(1),
    /** The cgroup and all its descendants, each parent before its children. */
    DESCENDANTS_PRE(2),
    /** The cgroup and all its descendants, each parent after its children. */
    DESCENDANTS_POST(3),
    /** The cgroup and all its ancestors, up to the root. */
    ANCESTORS_UP(4);

    private final int number;

    CgroupOrder(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<CgroupOrder> of(int number) {
        return Arrays.stream(values()).filter(order -> order.number == number).findFirst();
    }
}
