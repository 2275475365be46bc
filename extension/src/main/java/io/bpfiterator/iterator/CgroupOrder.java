// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/** The order of a cgroup iterator: {@code enum bpf_cgroup_iter_order} of {@code linux/bpf.h}. Requires Linux 6.1. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum CgroupOrder {
    /** Only the cgroup itself. */
    SELF_ONLY(1),
    /** The cgroup and all its descendants, each parent before its children. */
    DESCENDANTS_PRE(2),
    /** The cgroup and all its descendants, each parent after its children. */
    DESCENDANTS_POST(3),
    /** The cgroup and all its ancestors, up to the root. */
    ANCESTORS_UP(4),
    /** The children of the cgroup, without the cgroup itself. Requires Linux 7.0. */
    CHILDREN(5);

    private final int number;

    CgroupOrder(int number) {
        this.number = number;
    }

    /** Returns the kernel's number of the order. */
    public int number() {
        return number;
    }

    /** Returns the order with one of the kernel's numbers; empty for a number that this library does not know. */
    public static Optional<CgroupOrder> of(int number) {
        return Arrays.stream(values()).filter(order -> order.number == number).findFirst();
    }
}
