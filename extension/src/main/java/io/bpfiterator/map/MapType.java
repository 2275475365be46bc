package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apiguardian.api.API;

/** The types of maps: {@code enum bpf_map_type} of {@code linux/bpf.h}, and what this library knows of each. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum MapType {
    UNSPEC(0),
    HASH(1),
    ARRAY(2, Trait.ARRAY),
    PROG_ARRAY(3, Trait.FILLED_BY_LIBBPF),
    PERF_EVENT_ARRAY(4),
    PERCPU_HASH(5, Trait.PER_CPU),
    PERCPU_ARRAY(6, Trait.PER_CPU, Trait.ARRAY),
    STACK_TRACE(7),
    CGROUP_ARRAY(8),
    LRU_HASH(9),
    LRU_PERCPU_HASH(10, Trait.PER_CPU),
    LPM_TRIE(11),
    ARRAY_OF_MAPS(12, Trait.OF_MAPS),
    HASH_OF_MAPS(13, Trait.OF_MAPS),
    DEVMAP(14),
    SOCKMAP(15),
    CPUMAP(16),
    XSKMAP(17),
    SOCKHASH(18),
    CGROUP_STORAGE(19),
    REUSEPORT_SOCKARRAY(20),
    PERCPU_CGROUP_STORAGE(21, Trait.PER_CPU),
    QUEUE(22),
    STACK(23),
    SK_STORAGE(24, Trait.OF_SOCKETS),
    DEVMAP_HASH(25),
    STRUCT_OPS(26, Trait.FILLED_BY_LIBBPF),
    RINGBUF(27),
    INODE_STORAGE(28),
    TASK_STORAGE(29),
    BLOOM_FILTER(30),
    USER_RINGBUF(31),
    CGRP_STORAGE(32),
    ARENA(33, Trait.FILLED_BY_LIBBPF),
    /** A type that is newer than this library. */
    UNKNOWN(-1, Trait.FILLED_BY_LIBBPF);

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
        /** libbpf fills a declared map with more than bytes and other maps. */
        FILLED_BY_LIBBPF
    }

    private final int number;
    private final Set<Trait> traits;

    MapType(int number, Trait... traits) {
        this.number = number;
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
