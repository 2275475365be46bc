package io.bpfiterator.libbpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a kernel's types as C. */
public final class BtfDump {

    private BtfDump() {}

    /**
     * Appends the declarations of all types of the running kernel, each after those that it needs, about 3 MB.
     *
     * <p>libbpf prints in small pieces, through a function with the parameters of {@code vfprintf(3)}; so it is given that
     * one, and no piece passes through Java.
     *
     * @throws BpfException with libbpf's log, if the kernel shows no BTF or the file can't be written
     */
    public static void appendKernelTypes(Path file) {
        append(Libbpf.libbpf()::btf__load_vmlinux_btf, "the running kernel's types", file);
    }

    /**
     * Appends the same of another kernel.
     *
     * @param kernel its BTF, or an ELF file with a section {@code .BTF}
     */
    public static void appendTypes(Path kernel, Path file) {
        append(() -> Libbpf.libbpf().btf__parse(kernel.toString(), null), "the types in " + kernel, file);
    }

    private static void append(Supplier<@Nullable Pointer> loading, String types, Path file) {
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer btf = loading.get();
            if (btf == null) {
                throw failure("libbpf can't read " + types, Native.getLastError(), log);
            }
            try {
                append(btf, file, log);
            } finally {
                Libbpf.libbpf().btf__free(btf);
            }
        }
    }

    private static void append(Pointer btf, Path file, LibbpfLog log) {
        Libc libc = Libc.libc();
        Pointer stream = libc.fopen(file.toString(), "ae");
        if (stream == null) {
            throw failure("Can't open " + file, Native.getLastError(), log);
        }
        boolean failed;
        try {
            dump(btf, stream, log);
        } finally {
            failed = libc.ferror(stream) != 0;
            failed |= libc.fclose(stream) != 0;
        }
        if (failed) {
            throw failure("Can't write " + file, Native.getLastError(), log);
        }
    }

    private static void dump(Pointer btf, Pointer stream, LibbpfLog log) {
        Libbpf libbpf = Libbpf.libbpf();
        Pointer dump = libbpf.btf_dump__new(btf, Libc.vfprintf(), stream, null);
        if (dump == null) {
            throw failure("libbpf can't order the kernel's types", Native.getLastError(), log);
        }
        try {
            int count = libbpf.btf__type_cnt(btf);
            for (int id = 1; id < count; id++) {
                int result = libbpf.btf_dump__dump_type(dump, id);
                if (result < 0) {
                    throw failure("libbpf can't write type " + id + " of the kernel as C", result, log);
                }
            }
        } finally {
            libbpf.btf_dump__free(dump);
        }
    }

    private static BpfException failure(String what, int errno, LibbpfLog log) {
        return new BpfException(what + ": " + Errno.describe(errno), errno, log.text());
    }
}
