package io.bpfiterator.internal.libbpf;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/**
 * Declares the functions of libbpf 1.0 that this library calls, as {@code bpf/libbpf.h} and {@code bpf/bpf.h} do.
 *
 * <p>A negative {@code int} is a negated errno. A null pointer leaves its errno in
 * {@link com.sun.jna.Native#getLastError()}. {@link Calls} checks both. {@code size_t} is a {@code long}, because only
 * 64-bit machines are supported. A returned {@code bool} is a {@code byte}, because the other bits of its register are
 * undefined.
 */
public interface Libbpf extends Library {

    /** {@code BPF_PROG_TYPE_TRACING} of {@code linux/bpf.h}. */
    int BPF_PROG_TYPE_TRACING = 26;

    /** {@code BPF_TRACE_ITER} of {@code linux/bpf.h}. */
    int BPF_TRACE_ITER = 28;

    /** {@code BPF_F_RDONLY} of {@code linux/bpf.h}. */
    int BPF_F_RDONLY = 1 << 3;

    static Libbpf libbpf() {
        return NativeLibraries.libbpf();
    }

    int libbpf_major_version();

    int libbpf_minor_version();

    @Nullable
    Pointer libbpf_set_print(@Nullable PrintFunction print);

    int libbpf_find_vmlinux_btf_id(String name, int attachType);

    int libbpf_num_possible_cpus();

    @Nullable
    Pointer bpf_object__open_mem(Pointer bytes, long size, OpenOptions options);

    int bpf_object__load(Pointer object);

    void bpf_object__close(Pointer object);

    @Nullable
    Pointer bpf_object__btf(Pointer object);

    @Nullable
    Pointer bpf_object__next_program(Pointer object, @Nullable Pointer previous);

    @Nullable
    Pointer bpf_object__next_map(Pointer object, @Nullable Pointer previous);

    @Nullable
    Pointer btf__raw_data(Pointer btf, IntByReference size);

    String bpf_program__name(Pointer program);

    String bpf_program__section_name(Pointer program);

    int bpf_program__flags(Pointer program);

    byte bpf_program__autoload(Pointer program);

    int bpf_program__set_autoload(Pointer program, boolean autoload);

    int bpf_program__set_log_level(Pointer program, int level);

    int bpf_program__fd(Pointer program);

    Pointer bpf_program__insns(Pointer program);

    long bpf_program__insn_cnt(Pointer program);

    @Nullable
    Pointer bpf_program__attach(Pointer program);

    int bpf_link__fd(Pointer link);

    int bpf_link__destroy(Pointer link);

    String bpf_map__name(Pointer map);

    int bpf_map__type(Pointer map);

    int bpf_map__fd(Pointer map);

    byte bpf_map__is_internal(Pointer map);

    int bpf_map__set_pin_path(Pointer map, @Nullable String path);

    int bpf_map__key_size(Pointer map);

    int bpf_map__value_size(Pointer map);

    int bpf_map__max_entries(Pointer map);

    int bpf_map__map_flags(Pointer map);

    int bpf_map__btf_key_type_id(Pointer map);

    int bpf_map__btf_value_type_id(Pointer map);

    @Nullable
    Pointer bpf_map__inner_map(Pointer map);

    @Nullable
    Pointer bpf_map__initial_value(Pointer map, LongByReference size);

    int bpf_map__set_initial_value(Pointer map, Pointer value, long size);

    int bpf_map__set_max_entries(Pointer map, int maxEntries);

    int bpf_prog_load(int type, String name, String license, Pointer insns, long count, ProgLoadOptions options);

    int bpf_map_create(int type, String name, int keySize, int valueSize, int maxEntries, MapCreateOptions options);

    int bpf_map_freeze(int fd);

    int bpf_map_lookup_elem(int fd, Pointer key, Pointer value);

    int bpf_map_update_elem(int fd, @Nullable Pointer key, Pointer value, long flags);

    int bpf_map_delete_elem(int fd, Pointer key);

    int bpf_map_get_next_key(int fd, @Nullable Pointer key, Pointer next);

    int bpf_map_lookup_batch(
            int fd,
            @Nullable Pointer in,
            Pointer out,
            Pointer keys,
            Pointer values,
            IntByReference count,
            @Nullable Pointer options);

    int bpf_map_update_batch(int fd, Pointer keys, Pointer values, IntByReference count, @Nullable Pointer options);

    int bpf_map_delete_batch(int fd, Pointer keys, IntByReference count, @Nullable Pointer options);

    int bpf_link_create(int programFd, int targetFd, int attachType, LinkCreateOptions options);

    int bpf_link_update(int linkFd, int programFd, @Nullable Pointer options);

    int bpf_iter_create(int linkFd);

    int bpf_obj_pin(int fd, String path);

    int bpf_obj_get_opts(String path, GetOptions options);

    int bpf_obj_get_info_by_fd(int fd, Pointer info, IntByReference length);

    int bpf_prog_get_next_id(int start, IntByReference next);

    int bpf_map_get_next_id(int start, IntByReference next);

    int bpf_link_get_next_id(int start, IntByReference next);

    int bpf_map_get_fd_by_id(int id);

    /** Requires libbpf 1.1. */
    int bpf_map_get_fd_by_id_opts(int id, GetFdOptions options);

    int bpf_btf_get_fd_by_id(int id);

    int bpf_btf_load(Pointer data, long size, @Nullable Pointer options);

    @Nullable
    Pointer ring_buffer__new(int mapFd, SampleFunction sample, @Nullable Pointer context, @Nullable Pointer options);

    int ring_buffer__consume(Pointer ringBuffer);

    void ring_buffer__free(Pointer ringBuffer);

    /** {@code ring_buffer_sample_fn}. */
    interface SampleFunction extends Callback {
        int sample(@Nullable Pointer context, Pointer data, long size);
    }

    @Nullable
    Pointer btf__load_vmlinux_btf();

    @Nullable
    Pointer btf__parse(String path, @Nullable Pointer extensions);

    int btf__type_cnt(Pointer btf);

    void btf__free(Pointer btf);

    /** The second argument is the address of a {@code btf_dump_printf_fn_t}. */
    @Nullable
    Pointer btf_dump__new(Pointer btf, Pointer printf, Pointer context, @Nullable Pointer options);

    int btf_dump__dump_type(Pointer dump, int id);

    void btf_dump__free(Pointer dump);

    /** {@code libbpf_print_fn_t}; the last argument is a {@code va_list}. */
    interface PrintFunction extends Callback {
        int print(int level, String format, Pointer arguments);
    }

    /** {@code struct bpf_object_open_opts}. */
    @FieldOrder({"sz", "object_name", "relaxed_maps", "pin_root_path", "padding", "kconfig", "btf_custom_path"})
    final class OpenOptions extends Structure {
        public long sz;
        public @Nullable String object_name;
        public byte relaxed_maps;
        public @Nullable String pin_root_path;
        public int padding;
        public @Nullable String kconfig;
        public @Nullable String btf_custom_path;

        public OpenOptions(String objectName) {
            object_name = objectName;
            sz = size();
        }
    }

    /** {@code struct bpf_prog_load_opts} of libbpf 1.0. */
    @FieldOrder({
        "sz",
        "attempts",
        "expected_attach_type",
        "prog_btf_fd",
        "prog_flags",
        "prog_ifindex",
        "kern_version",
        "attach_btf_id",
        "attach_prog_fd",
        "attach_btf_obj_fd",
        "fd_array",
        "func_info",
        "func_info_cnt",
        "func_info_rec_size",
        "line_info",
        "line_info_cnt",
        "line_info_rec_size",
        "log_level",
        "log_size",
        "log_buf"
    })
    final class ProgLoadOptions extends Structure {
        public long sz;
        public int attempts;
        public int expected_attach_type;
        public int prog_btf_fd;
        public int prog_flags;
        public int prog_ifindex;
        public int kern_version;
        public int attach_btf_id;
        public int attach_prog_fd;
        public int attach_btf_obj_fd;
        public @Nullable Pointer fd_array;
        public @Nullable Pointer func_info;
        public int func_info_cnt;
        public int func_info_rec_size;
        public @Nullable Pointer line_info;
        public int line_info_cnt;
        public int line_info_rec_size;
        public int log_level;
        public int log_size;
        public @Nullable Pointer log_buf;

        public ProgLoadOptions() {
            sz = size();
        }
    }

    /** {@code struct bpf_map_create_opts}. */
    @FieldOrder({
        "sz",
        "btf_fd",
        "btf_key_type_id",
        "btf_value_type_id",
        "btf_vmlinux_value_type_id",
        "inner_map_fd",
        "map_flags",
        "map_extra",
        "numa_node",
        "map_ifindex"
    })
    final class MapCreateOptions extends Structure {
        public long sz;
        public int btf_fd;
        public int btf_key_type_id;
        public int btf_value_type_id;
        public int btf_vmlinux_value_type_id;
        public int inner_map_fd;
        public int map_flags;
        public long map_extra;
        public int numa_node;
        public int map_ifindex;

        public MapCreateOptions() {
            sz = size();
        }
    }

    /** {@code struct bpf_link_create_opts}, up to the last field that iterators need. */
    @FieldOrder({"sz", "flags", "iter_info", "iter_info_len", "target_btf_id"})
    final class LinkCreateOptions extends Structure {
        public long sz;
        public int flags;
        public @Nullable Pointer iter_info;
        public int iter_info_len;
        public int target_btf_id;

        /** Creates options for a {@code union bpf_iter_link_info}, or null for an iterator without parameters. */
        public LinkCreateOptions(@Nullable Memory iteratorInfo) {
            iter_info = iteratorInfo;
            iter_info_len = iteratorInfo == null ? 0 : Math.toIntExact(iteratorInfo.size());
            sz = size();
        }
    }

    /** {@code struct bpf_obj_get_opts}. */
    @FieldOrder({"sz", "file_flags", "padding"})
    final class GetOptions extends Structure {
        public long sz;
        public int file_flags;
        public int padding;

        public GetOptions(int fileFlags) {
            file_flags = fileFlags;
            sz = size();
        }
    }

    /** {@code struct bpf_get_fd_by_id_opts}. */
    @FieldOrder({"sz", "open_flags", "padding"})
    final class GetFdOptions extends Structure {
        public long sz;
        public int open_flags;
        public int padding;

        public GetFdOptions(int openFlags) {
            open_flags = openFlags;
            sz = size();
        }
    }
}
