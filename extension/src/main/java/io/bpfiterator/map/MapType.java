// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/** The types of maps: {@code enum bpf_map_type} of {@code linux/bpf.h}, and what this library knows of each. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum MapType {
    UNSPEC(0, ""),
    HASH(1, "3.19", Trait.WALKED_BY_BPF_MAP_ELEM),
    ARRAY(2, "3.19", Trait.ARRAY, Trait.WALKED_BY_BPF_MAP_ELEM),
    PROG_ARRAY(3, "4.2", Trait.FILLED_BY_LIBBPF),
    PERF_EVENT_ARRAY(4, "4.3"),
    PERCPU_HASH(5, "4.6", Trait.PER_CPU, Trait.WALKED_BY_BPF_MAP_ELEM),
    PERCPU_ARRAY(6, "4.6", Trait.PER_CPU, Trait.ARRAY, Trait.WALKED_BY_BPF_MAP_ELEM),
    STACK_TRACE(7, "4.6"),
    CGROUP_ARRAY(8, "4.8"),
    LRU_HASH(9, "4.10", Trait.WALKED_BY_BPF_MAP_ELEM),
    LRU_PERCPU_HASH(10, "4.10", Trait.PER_CPU, Trait.WALKED_BY_BPF_MAP_ELEM),
    LPM_TRIE(11, "4.11"),
    ARRAY_OF_MAPS(12, "4.12", Trait.OF_MAPS),
    HASH_OF_MAPS(13, "4.12", Trait.OF_MAPS),
    DEVMAP(14, "4.14"),
    SOCKMAP(15, "4.14", Trait.WALKED_BY_SOCKMAP),
    CPUMAP(16, "4.15"),
    XSKMAP(17, "4.18"),
    SOCKHASH(18, "4.18", Trait.WALKED_BY_SOCKMAP),
    CGROUP_STORAGE(19, "4.19"),
    REUSEPORT_SOCKARRAY(20, "4.19"),
    PERCPU_CGROUP_STORAGE(21, "4.20", Trait.PER_CPU),
    QUEUE(22, "4.20", Trait.NO_KEYS),
    STACK(23, "4.20", Trait.NO_KEYS),
    SK_STORAGE(24, "5.2", Trait.OF_SOCKETS, Trait.WALKED_BY_BPF_SK_STORAGE_MAP),
    DEVMAP_HASH(25, "5.4"),
    STRUCT_OPS(26, "5.6", Trait.FILLED_BY_LIBBPF),
    RINGBUF(27, "5.8", Trait.NO_KEYS),
    INODE_STORAGE(28, "5.10"),
    TASK_STORAGE(29, "5.11"),
    BLOOM_FILTER(30, "5.16", Trait.NO_KEYS),
    USER_RINGBUF(31, "6.1", Trait.NO_KEYS),
    CGRP_STORAGE(32, "6.2"),
    ARENA(33, "6.9", Trait.NO_KEYS, Trait.FILLED_BY_LIBBPF),
    INSN_ARRAY(34, "6.19", Trait.ARRAY, Trait.FILLED_BY_LIBBPF),
    RHASH(35, "", Trait.WALKED_BY_BPF_MAP_ELEM),
    /** A type that is newer than this library. */
    UNKNOWN(-1, "", Trait.FILLED_BY_LIBBPF);

    /** What distinguishes a type from most others. */
    private enum Trait {
        /** An element has a value for each CPU. */
        PER_CPU,
        /** The keys are the numbers from 0, and all elements exist. */
        ARRAY,
        /** The values are maps. */
        OF_MAPS,
        /** The elements belong to sockets. */
        OF_SOCKETS,
        /** The elements have no keys. */
        NO_KEYS,
        /** libbpf fills a declared map with more than bytes and other maps. */
        FILLED_BY_LIBBPF,
        /** Iterators of a target walk the elements. */
        WALKED_BY_BPF_MAP_ELEM,
        WALKED_BY_BPF_SK_STORAGE_MAP,
        WALKED_BY_SOCKMAP;

        private static final String WALKED_BY = "WALKED_BY_";

        private Optional<String> target() {
            return name().startsWith(WALKED_BY)
                    ? Optional.of(name().substring(WALKED_BY.length()).toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }
    }

    private final int number;
    private final String since;
    private final Set<Trait> traits;

    MapType(int number, String since, Trait... traits) {
        this.number = number;
        this.since = since;
        this.traits = EnumSet.noneOf(Trait.class);
        this.traits.addAll(Arrays.asList(traits));
    }

    /** Returns the type with one of the kernel's numbers; {@link #UNKNOWN} for a number that is not known. */
    public static MapType of(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Returns the kernel's number of the type; -1 for {@link #UNKNOWN}. */
    public int number() {
        return number;
    }

    /** Returns the release of Linux that introduced the type, such as {@code 5.16}; empty if unknown. */
    public Optional<String> since() {
        return Optional.of(since).filter(release -> !release.isEmpty());
    }

    /**
     * Returns the target of the iterators that walk the elements of such a map, such as {@code bpf_map_elem}; empty if
     * no iterator walks them.
     */
    public Optional<String> iteratorTarget() {
        return traits.stream().map(Trait::target).flatMap(Optional::stream).findFirst();
    }

    /** Returns whether the elements have keys; those of a queue, for example, have none. */
    public boolean hasKeys() {
        return !traits.contains(Trait.NO_KEYS);
    }

    /** Returns whether an element has a value for each CPU. */
    public boolean isPerCpu() {
        return traits.contains(Trait.PER_CPU);
    }

    /** Returns whether the keys are the numbers from 0, and all elements exist from the start. */
    public boolean isArray() {
        return traits.contains(Trait.ARRAY);
    }

    /** Returns whether the values are maps. */
    public boolean isOfMaps() {
        return traits.contains(Trait.OF_MAPS);
    }

    /** Returns whether the elements belong to sockets, so that the map has no number of elements of its own. */
    public boolean isOfSockets() {
        return traits.contains(Trait.OF_SOCKETS);
    }

    /** Returns whether libbpf fills a declared map with more than bytes and other maps, such as programs. */
    public boolean isFilledByLibbpf() {
        return traits.contains(Trait.FILLED_BY_LIBBPF);
    }

    /** Returns bpftool's name of the type. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
