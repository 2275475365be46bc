package io.bpfiterator.internal.targets;

import com.sun.jna.Memory;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.MapType;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Passes one parameter to the kernel and back: a member of {@code union bpf_iter_link_info}. */
abstract class LinkParameter {

    /** The size of the union in bytes. */
    private static final int LINK_INFO_BYTES = 16;

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
    abstract int call(IteratorOptions options, Memory info, ToIntFunction<Memory> call);

    /**
     * Explains why the kernel refused the parameter.
     *
     * @param walkable the types of maps that the target walks; empty if it does not walk a map
     */
    abstract Failure failure(String what, Set<MapType> walkable, IteratorOptions options, int errno);

    /** Adds the parameter to the information about a link: {@code struct bpf_link_info}. */
    abstract LinkInfo decode(LinkInfo link, Memory info);

    static Memory emptyLinkInfo() {
        Memory info = new Memory(LINK_INFO_BYTES);
        info.clear();
        return info;
    }
}
