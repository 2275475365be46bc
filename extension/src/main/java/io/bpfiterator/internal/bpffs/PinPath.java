// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A path in a bpffs at which the kernel can pin a link or a map.
 *
 * @param path the path as this process reaches it
 * @param shared the path as other processes reach it; it differs from {@code path} only in a detached bpffs
 */
public record PinPath(Path path, Path shared) {

    /** {@code BPF_FS_MAGIC} of {@code linux/magic.h}. */
    private static final long BPF_FS_MAGIC = 0xcafe4a11L;

    /** {@code NAME_MAX} of {@code linux/limits.h}, in bytes. */
    private static final int NAME_MAX = 255;

    private static final StructLayout STATFS = new StructLayout("statfs").ofSize(120);
    private static final Field F_TYPE = STATFS.int64("f_type");

    /**
     * Checks a path that the user chose: its directory exists and is in a bpffs, its name has no dot, and nothing is
     * there yet. This neither mounts nor creates anything.
     *
     * @throws BpfException if nothing can be pinned at the path
     */
    public static PinPath at(Path path) {
        String what = "Cannot pin at " + path;
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw Failure.invalid(what)
                    .because("it is a directory")
                    .remedy("Name a file in a bpffs")
                    .exception();
        }
        String name = absolute.getFileName().toString();
        if (name.contains(".")) {
            throw Failure.invalid(what)
                    .because("bpffs does not allow a dot in a name, and \"" + name + "\" has one")
                    .remedy("Choose a name without a dot")
                    .exception();
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
            throw Failure.invalid(what)
                    .because("its name is longer than " + NAME_MAX + " bytes")
                    .remedy("Shorten it")
                    .exception();
        }
        if (!Files.isDirectory(parent)) {
            throw Failure.notFound(what)
                    .because("directory " + parent + " does not exist")
                    .remedy("Create it, or choose another path")
                    .exception();
        }
        if (!isBpffs(parent)) {
            throw Failure.invalid(what)
                    .because(parent + " is not in a bpffs")
                    .remedy("Choose a path in a bpffs (mount -t bpf bpf /sys/fs/bpf)")
                    .exception();
        }
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.invalid(what)
                    .because("the file already exists")
                    .remedy("Remove it (rm " + path + "), or choose another path")
                    .exception();
        }
        return new PinPath(asOfThisProcess(absolute), absolute);
    }

    /** Returns the path in a detached bpffs of this process in a form that holds in any pid namespace of /proc. */
    private static Path asOfThisProcess(Path path) {
        Path own = Path.of("/proc", Long.toString(ProcessHandle.current().pid()));
        return path.startsWith(own) ? Path.of("/proc/self").resolve(own.relativize(path)) : path;
    }

    PinPath resolve(String name) {
        return new PinPath(path.resolve(name), shared.resolve(name));
    }

    /** Returns a text with all characters but letters, digits, {@code _} and {@code -} replaced by {@code _}. */
    static String legalName(String text, String suffix) {
        String legal = text.isEmpty() ? "_" : text.replaceAll("[^A-Za-z0-9_-]", "_");
        return legal.substring(0, Math.min(legal.length(), NAME_MAX - suffix.length())) + suffix;
    }

    static boolean isBpffs(Path directory) {
        CStruct statfs = new CStruct(STATFS);
        Calls.checkLibc(Libc.libc().statfs(directory.toString(), statfs), "determine the file system of " + directory);
        return statfs.longOf(F_TYPE) == BPF_FS_MAGIC;
    }
}
