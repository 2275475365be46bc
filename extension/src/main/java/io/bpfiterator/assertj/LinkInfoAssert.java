package io.bpfiterator.assertj;

import io.bpfiterator.object.CgroupOrder;
import io.bpfiterator.object.IteratorTarget;
import io.bpfiterator.object.LinkInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on what the kernel tells about a link. A failure shows all of it.
 *
 * <pre>{@code
 * assertThat(link.info()).hasTarget("bpf_map_elem").hasMapId(counters.info().id());
 * }</pre>
 */
public class LinkInfoAssert extends BpfAssert<LinkInfoAssert, LinkInfo> {

    public LinkInfoAssert(@Nullable LinkInfo actual) {
        super(actual, LinkInfoAssert.class);
    }

    /** Asserts what the iterator walks, by the kernel's name for it, such as {@code task}. */
    public LinkInfoAssert hasTarget(String expected) {
        String found = required().target().map(IteratorTarget::name).orElse("none: it is no iterator's link");
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

    /** Asserts where the cgroup iterator begins and how it walks; Linux 6.1. */
    public LinkInfoAssert hasCgroup(long id, CgroupOrder order) {
        String walk = required().cgroupOrder().map(CgroupOrder::toString).orElse("no order");
        return has("cgroup", id + " " + order, actual.cgroupId() + " " + walk);
    }

    /** Asserts the only process (tgid) of the task iterator, 0 for all; Linux 6.1. */
    public LinkInfoAssert hasPid(long expected) {
        return has("pid", expected, (long) required().pid());
    }

    /** Asserts the only thread of the task iterator, 0 for all; Linux 6.1. */
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
