// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.iterator.LinkInfo;
import java.util.Locale;

/** The parameter of a target when it is attached: a member of {@code union bpf_iter_link_info}. */
public enum Parameter {
    /** The map whose elements the iterator walks. Mandatory. */
    MAP("a map (IteratorOptions.map, or map = \"…\" in the annotation)", new MapParameter()),
    /** The cgroup to start from, and an order. Mandatory. Requires Linux 6.1. */
    CGROUP(
            "a cgroup and an order (IteratorOptions.cgroup, or cgroup = \"…\" in the annotation)",
            new CgroupParameter()),
    /** The only thread or process to walk. Optional. Requires Linux 6.1. */
    TASK(
            "a thread or process (IteratorOptions.thread or process, or task = \"…\" in the annotation), or none for"
                    + " all of them",
            new TaskParameter());

    private final String description;
    private final LinkParameter link;

    Parameter(String description, LinkParameter link) {
        this.description = description;
        this.link = link;
    }

    /** Returns the name of the member of {@code union bpf_iter_link_info}. */
    public String member() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Adds the parameter to the information about a link, from {@code struct bpf_link_info}. */
    public LinkInfo decode(LinkInfo plain, CStruct info) {
        return link.decode(plain, info);
    }

    LinkParameter link() {
        return link;
    }

    @Override
    public String toString() {
        return description;
    }
}
