// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.MapType;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Passes one parameter to the kernel and back: a member of {@code union bpf_iter_link_info}. */
abstract class LinkParameter {

    /** Begins the layout of a member of the union. */
    static StructLayout union() {
        return new StructLayout("bpf_iter_link_info").ofSize(16);
    }

    /** Begins the layout of {@code struct bpf_link_info} at a member of its member {@code iter}. */
    static StructLayout linkInfo(int offset) {
        return new StructLayout("bpf_link_info").at(offset);
    }

    /** Returns whether options give this parameter. */
    abstract boolean isGivenBy(IteratorOptions options);

    /** Starts the failure of an iterator without the parameter; empty if the parameter is optional. */
    abstract Optional<Failure> missing(String what, String target);

    /** Returns whether a kernel may have a target that accepts the parameter, but not the parameter itself. */
    abstract boolean isNewerThanItsTargets();

    /**
     * Writes the parameter into the union and passes the union to a call. What the union refers to stays open during
     * the call, in which the kernel acquires its own references.
     */
    abstract int call(IteratorOptions options, CStruct info, ToIntFunction<CStruct> call);

    /**
     * Explains why the kernel refused the parameter.
     *
     * @param walkable the types of maps that the target walks; empty if it does not walk a map
     */
    abstract Failure failure(String what, Set<MapType> walkable, IteratorOptions options, int errno);

    /** Adds the parameter to the information about a link: {@code struct bpf_link_info}. */
    abstract LinkInfo decode(LinkInfo link, CStruct info);

    static CStruct emptyLinkInfo() {
        return new CStruct(union());
    }
}
