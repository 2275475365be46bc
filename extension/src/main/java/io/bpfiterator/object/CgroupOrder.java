package io.bpfiterator.object;

import java.util.Arrays;
import java.util.Optional;

/** How a cgroup iterator walks: {@code enum bpf_cgroup_iter_order} of {@code linux/bpf.h}; Linux 6.1. */
public enum CgroupOrder {
    /** The cgroup alone. */
    SELF_ONLY(1),
    /** The cgroup and all below it, each before those below it. */
    DESCENDANTS_PRE(2),
    /** The cgroup and all below it, each after those below it. */
    DESCENDANTS_POST(3),
    /** The cgroup and all above it, up to the root. */
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
