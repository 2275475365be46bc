package io.bpfiterator.object;

import java.util.Optional;
import java.util.Set;

/**
 * What an iterator walks, named by the part of its section after {@code iter/} or {@code iter.s/}.
 *
 * @param name the kernel's name for it, such as {@code task}
 */
public record IteratorTarget(String name) {

    /** The targets that walk the elements of one map; since Linux 5.9 (sk_storage) and 5.10 (sockmap). */
    private static final Set<String> WALK_A_MAP = Set.of("bpf_map_elem", "bpf_sk_storage_map", "sockmap");

    static Optional<IteratorTarget> ofSection(String section) {
        String name = section.startsWith("?") ? section.substring(1) : section;
        for (String prefix : new String[] {"iter/", "iter.s/"}) {
            if (name.startsWith(prefix)) {
                return Optional.of(new IteratorTarget(name.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    /** Tells whether the iterator walks the elements of a map, and must be given one. */
    public boolean walksMap() {
        return WALK_A_MAP.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
