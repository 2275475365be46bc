package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Libbpf;

/**
 * What the kernel tells about a map: the head of {@code struct bpf_map_info}. Sizes are in bytes.
 *
 * @param name at most 15 bytes of the C name
 */
public record MapInfo(int type, int id, int keySize, int valueSize, int maxEntries, String name) {

    private static final String[] TYPES = {
        "unspec",
        "hash",
        "array",
        "prog_array",
        "perf_event_array",
        "percpu_hash",
        "percpu_array",
        "stack_trace",
        "cgroup_array",
        "lru_hash",
        "lru_percpu_hash",
        "lpm_trie",
        "array_of_maps",
        "hash_of_maps",
        "devmap",
        "sockmap",
        "cpumap",
        "xskmap",
        "sockhash",
        "cgroup_storage",
        "reuseport_sockarray",
        "percpu_cgroup_storage",
        "queue",
        "stack",
        "sk_storage",
        "devmap_hash",
        "struct_ops",
        "ringbuf",
        "inode_storage",
        "task_storage",
        "bloom_filter",
        "user_ringbuf",
        "cgrp_storage",
        "arena"
    };

    private static final int BYTES = 256;
    private static final int NAME_OFFSET = 24;

    static MapInfo of(int fd) {
        Memory info = new Memory(BYTES);
        info.clear();
        int result = Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES));
        if (result < 0) {
            throw new BpfException("The kernel tells nothing about a map: " + Errno.describe(result), result);
        }
        return new MapInfo(
                info.getInt(0),
                info.getInt(4),
                info.getInt(8),
                info.getInt(12),
                info.getInt(16),
                info.getString(NAME_OFFSET));
    }

    /** Returns the type in bpftool's words, such as {@code lru_hash}. */
    public String typeName() {
        return type >= 0 && type < TYPES.length ? TYPES[type] : "type " + type;
    }
}
