// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.LinkInfo;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the kernel's information about a link. A failure shows all of the information.
 *
 * <pre>{@code
 * assertThat(link.info()).hasTarget("bpf_map_elem").hasMapId(counters.info().id());
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class LinkInfoAssert extends BpfAssert<LinkInfoAssert, LinkInfo> {

    /** Starts assertions on the kernel's information about a link. */
    public LinkInfoAssert(@Nullable LinkInfo actual) {
        super(actual, LinkInfoAssert.class);
    }

    /** Asserts the iterator's target by its name in the kernel, such as {@code task}. */
    public LinkInfoAssert hasTarget(String expected) {
        String found = required().target().orElse("none (not a link of an iterator)");
        return has("target", expected, found);
    }

    /** Asserts the id of the map that the iterator walks. */
    public LinkInfoAssert hasMapId(int expected) {
        return has("map id", expected, required().mapId());
    }

    /** Asserts the id of the program that the link runs. */
    public LinkInfoAssert hasProgramId(int expected) {
        return has("program id", expected, required().programId());
    }

    /** Asserts the cgroup from which the iterator starts, and its order. Requires Linux 6.1. */
    public LinkInfoAssert hasCgroup(long id, CgroupOrder order) {
        String walk = required().cgroupOrder().map(CgroupOrder::toString).orElse("without an order");
        return has("cgroup", id + " " + order, actual.cgroupId() + " " + walk);
    }

    /** Asserts the process (tgid) to which the task iterator is restricted; 0 means all. Requires Linux 6.1. */
    public LinkInfoAssert hasPid(long expected) {
        return has("pid", expected, (long) required().pid());
    }

    /** Asserts the thread to which the task iterator is restricted; 0 means all. Requires Linux 6.1. */
    public LinkInfoAssert hasTid(long expected) {
        return has("tid", expected, (long) required().tid());
    }

    private LinkInfoAssert has(String what, Object expected, Object found) {
        if (!found.equals(expected)) {
            throw failureWithActualExpected(
                    found, expected, "Expected %s %s, but it is %s in %s", what, expected, found, actual);
        }
        return this;
    }
}
