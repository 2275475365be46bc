// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the types of a kernel's BTF as C declarations. */
public final class BtfDump {

    private BtfDump() {}

    /**
     * Appends the declarations of all types of the running kernel, about 3 MB, each after the types that it uses.
     *
     * <p>libbpf prints in small pieces through a function with the parameters of {@code vfprintf(3)}. It is given
     * {@code vfprintf(3)} itself, so that no piece passes through Java.
     *
     * @throws io.bpfiterator.failure.BpfException with libbpf's log, if the kernel provides no BTF or the file cannot
     *     be written
     */
    public static void appendKernelTypes(Path file) {
        append(Libbpf.libbpf()::btf__load_vmlinux_btf, "the BTF of the running kernel", file);
    }

    /**
     * Appends the declarations of all types of another kernel.
     *
     * @param types raw BTF without references that lead nowhere: libbpf before 1.5 ends the process at one
     * @param source what the types are, for the message: {@code "the BTF in vmlinux"}
     * @throws io.bpfiterator.failure.BpfException with libbpf's log, if libbpf refuses the BTF or the file cannot be
     *     written
     */
    public static void appendTypes(byte[] types, String source, Path file) {
        append(() -> Libbpf.libbpf().btf__new(types, types.length), source, file);
    }

    private static void append(Supplier<@Nullable Pointer> load, String source, Path file) {
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer btf = Calls.checkPointer(load.get(), errno -> cannot("read " + source, log)
                    .because(Errno.EINVAL.is(errno) ? "it is damaged or cut off" : "")
                    .remedy("Use another kernel, or build or copy this one again"));
            try {
                append(btf, file, log);
            } finally {
                Libbpf.libbpf().btf__free(btf);
            }
        }
    }

    private static void append(Pointer btf, Path file, LibbpfLog log) {
        Libc libc = Libc.libc();
        Pointer stream = Calls.checkPointer(libc.fopen(file.toString(), "ae"), errno -> cannot("open " + file, log));
        int closed;
        boolean failed;
        try {
            dump(btf, stream, log);
        } finally {
            failed = libc.ferror(stream) != 0;
            closed = libc.fclose(stream);
        }
        Calls.checkLibc(closed, errno -> OutOfResources.explain("Cannot write " + file, errno)
                .orElseGet(() -> cannot("write " + file, log)));
        if (failed) {
            // An earlier write failed, whose errno later calls have overwritten.
            throw cannot("write " + file, log)
                    .because("a write failed")
                    .remedy("Free space on its disk")
                    .exception();
        }
    }

    private static void dump(Pointer btf, Pointer stream, LibbpfLog log) {
        Libbpf libbpf = Libbpf.libbpf();
        Pointer dump = Calls.checkPointer(
                libbpf.btf_dump__new(btf, Libc.vfprintf(), stream, null),
                errno -> cannot("sort the kernel's types", log));
        try {
            int count = libbpf.btf__type_cnt(btf);
            for (int id = 1; id < count; id++) {
                int type = id;
                Calls.checkLibbpf(
                        libbpf.btf_dump__dump_type(dump, id),
                        errno -> cannot("write type " + type + " of the kernel as C", log));
            }
        } finally {
            libbpf.btf_dump__free(dump);
        }
    }

    private static Failure cannot(String action, LibbpfLog log) {
        return Failure.failed("Cannot " + action).log(log.text());
    }
}
