// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import java.nio.charset.StandardCharsets;
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

    int BPF_PROG_TYPE_RAW_TRACEPOINT = 17;

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

    int bpf_program__set_log_buf(Pointer program, Pointer buffer, long size);

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

    @Nullable
    String bpf_map__pin_path(Pointer map);

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

    int bpf_map__set_autocreate(Pointer map, boolean autocreate);

    int bpf_map__set_max_entries(Pointer map, int maxEntries);

    int bpf_prog_test_run_opts(int programFd, TestRunOptions options);

    @Nullable
    Pointer bpf_program__attach_cgroup(Pointer program, int cgroupFd);

    @Nullable
    Pointer bpf_map__attach_struct_ops(Pointer map);

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

    int bpf_prog_get_fd_by_id(int id);

    int bpf_btf_get_fd_by_id(int id);

    int bpf_enable_stats(int type);

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
    Pointer btf__new(byte[] data, int size);

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

    /** {@code struct bpf_object_open_opts}, up to the last field that is used. */
    final class OpenOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_object_open_opts");
        private static final Field OBJECT_NAME = LAYOUT.pointer("object_name");
        private static final Field KCONFIG = LAYOUT.at(40).pointer("kconfig");

        /** @param kconfig the lines of the kernel's configuration; null for the system's own */
        public OpenOptions(String objectName, @Nullable String kconfig) {
            super(LAYOUT);
            setLong(0, size());
            set(OBJECT_NAME, text(objectName));
            if (kconfig != null) {
                set(KCONFIG, text(kconfig));
            }
        }

        private static Pointer text(String text) {
            return Bytes.copyOf((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** {@code struct bpf_prog_load_opts} of libbpf 1.0. */
    final class ProgLoadOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_prog_load_opts");
        public static final Field ATTEMPTS = LAYOUT.int32("attempts");
        public static final Field EXPECTED_ATTACH_TYPE = LAYOUT.int32("expected_attach_type");
        public static final Field PROG_BTF_FD = LAYOUT.int32("prog_btf_fd");
        public static final Field PROG_FLAGS = LAYOUT.int32("prog_flags");
        public static final Field PROG_IFINDEX = LAYOUT.int32("prog_ifindex");
        public static final Field KERN_VERSION = LAYOUT.int32("kern_version");
        public static final Field ATTACH_BTF_ID = LAYOUT.int32("attach_btf_id");
        public static final Field ATTACH_PROG_FD = LAYOUT.int32("attach_prog_fd");
        public static final Field ATTACH_BTF_OBJ_FD = LAYOUT.int32("attach_btf_obj_fd");
        public static final Field FD_ARRAY = LAYOUT.pointer("fd_array");
        public static final Field FUNC_INFO = LAYOUT.pointer("func_info");
        public static final Field FUNC_INFO_CNT = LAYOUT.int32("func_info_cnt");
        public static final Field FUNC_INFO_REC_SIZE = LAYOUT.int32("func_info_rec_size");
        public static final Field LINE_INFO = LAYOUT.pointer("line_info");
        public static final Field LINE_INFO_CNT = LAYOUT.int32("line_info_cnt");
        public static final Field LINE_INFO_REC_SIZE = LAYOUT.int32("line_info_rec_size");
        public static final Field LOG_LEVEL = LAYOUT.int32("log_level");
        public static final Field LOG_SIZE = LAYOUT.int32("log_size");
        public static final Field LOG_BUF = LAYOUT.pointer("log_buf");

        public ProgLoadOptions() {
            super(LAYOUT);
            setLong(0, size());
        }
    }

    /** {@code struct bpf_map_create_opts}. */
    final class MapCreateOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_map_create_opts");
        public static final Field BTF_FD = LAYOUT.int32("btf_fd");
        public static final Field BTF_KEY_TYPE_ID = LAYOUT.int32("btf_key_type_id");
        public static final Field BTF_VALUE_TYPE_ID = LAYOUT.int32("btf_value_type_id");
        public static final Field BTF_VMLINUX_VALUE_TYPE_ID = LAYOUT.int32("btf_vmlinux_value_type_id");
        public static final Field INNER_MAP_FD = LAYOUT.int32("inner_map_fd");
        public static final Field MAP_FLAGS = LAYOUT.int32("map_flags");
        public static final Field MAP_EXTRA = LAYOUT.int64("map_extra");
        public static final Field NUMA_NODE = LAYOUT.int32("numa_node");
        public static final Field MAP_IFINDEX = LAYOUT.int32("map_ifindex");

        public MapCreateOptions() {
            super(LAYOUT);
            setLong(0, size());
        }
    }

    /** {@code struct bpf_test_run_opts}. */
    final class TestRunOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_test_run_opts");
        public static final Field DATA_IN = LAYOUT.pointer("data_in");
        public static final Field DATA_OUT = LAYOUT.pointer("data_out");
        public static final Field DATA_SIZE_IN = LAYOUT.int32("data_size_in");
        public static final Field DATA_SIZE_OUT = LAYOUT.int32("data_size_out");
        public static final Field CTX_IN = LAYOUT.pointer("ctx_in");
        public static final Field CTX_OUT = LAYOUT.pointer("ctx_out");
        public static final Field CTX_SIZE_IN = LAYOUT.int32("ctx_size_in");
        public static final Field CTX_SIZE_OUT = LAYOUT.int32("ctx_size_out");
        public static final Field RETVAL = LAYOUT.int32("retval");
        public static final Field REPEAT = LAYOUT.int32("repeat");
        public static final Field DURATION = LAYOUT.int32("duration");
        public static final Field FLAGS = LAYOUT.int32("flags");
        public static final Field CPU = LAYOUT.int32("cpu");
        public static final Field BATCH_SIZE = LAYOUT.int32("batch_size");

        public TestRunOptions() {
            super(LAYOUT);
            setLong(0, size());
        }
    }

    /** {@code struct bpf_link_create_opts}, up to the last field that iterators need. */
    final class LinkCreateOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_link_create_opts");
        public static final Field FLAGS = LAYOUT.int32("flags");
        public static final Field ITER_INFO = LAYOUT.pointer("iter_info");
        public static final Field ITER_INFO_LEN = LAYOUT.int32("iter_info_len");
        public static final Field TARGET_BTF_ID = LAYOUT.int32("target_btf_id");

        /** Creates options for a {@code union bpf_iter_link_info}, or null for an iterator without parameters. */
        public LinkCreateOptions(@Nullable CStruct iteratorInfo) {
            super(LAYOUT);
            setLong(0, size());
            set(ITER_INFO, iteratorInfo);
            set(ITER_INFO_LEN, iteratorInfo == null ? 0 : iteratorInfo.size());
        }
    }

    /** {@code struct bpf_obj_get_opts}. */
    final class GetOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_obj_get_opts");
        private static final Field FILE_FLAGS = LAYOUT.int32("file_flags");

        public GetOptions(int fileFlags) {
            super(LAYOUT);
            setLong(0, size());
            set(FILE_FLAGS, fileFlags);
        }
    }

    /** {@code struct bpf_get_fd_by_id_opts}. */
    final class GetFdOptions extends CStruct {
        private static final StructLayout LAYOUT = StructLayout.ofOptions("bpf_get_fd_by_id_opts");
        private static final Field OPEN_FLAGS = LAYOUT.int32("open_flags");

        public GetFdOptions(int openFlags) {
            super(LAYOUT);
            setLong(0, size());
            set(OPEN_FLAGS, openFlags);
        }
    }
}
