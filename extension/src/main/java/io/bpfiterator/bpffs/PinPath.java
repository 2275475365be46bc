package io.bpfiterator.bpffs;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A path that something can be pinned at, after the kernel's rules.
 *
 * @param path where this process reaches it
 * @param shared where other processes reach it; the same but for a detached bpffs
 */
public record PinPath(Path path, Path shared) {

    /** {@code BPF_FS_MAGIC} of {@code linux/magic.h}. */
    private static final long BPF_FS_MAGIC = 0xcafe4a11L;

    /** {@code NAME_MAX} of {@code linux/limits.h}, in bytes. */
    private static final int NAME_MAX = 255;

    /** {@code struct statfs} is 120 bytes on 64-bit machines and begins with {@code f_type}. */
    private static final int STATFS_BYTES = 256;

    /**
     * Takes a path that the user named: in an existing directory of a bpffs, without a dot in its name, and free. Nothing
     * is mounted and nothing is created.
     *
     * @throws BpfException if it can't be pinned at
     */
    public static PinPath at(String path) {
        Path absolute = Path.of(path).toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new BpfException("Can't pin at \"" + path + "\": it is a directory; name a file in a bpffs");
        }
        String name = absolute.getFileName().toString();
        if (name.contains(".")) {
            throw new BpfException("Can't pin at " + path + ": bpffs allows no dot in a name, and \"" + name
                    + "\" has one; leave it out");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
            throw new BpfException(
                    "Can't pin at " + path + ": its name is longer than " + NAME_MAX + " bytes; shorten it");
        }
        if (!Files.isDirectory(parent)) {
            throw new BpfException(
                    "Can't pin at " + path + ": there is no directory " + parent + "; make it, or name another");
        }
        if (!isBpffs(parent)) {
            throw new BpfException("Can't pin at " + path + ": " + parent
                    + " is not in a bpffs; name a path below one (mount -t bpf bpf /sys/fs/bpf)");
        }
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new BpfException("Can't pin at " + path + ": something is there already; remove it (rm " + path
                    + "), or name another");
        }
        return new PinPath(absolute, absolute);
    }

    PinPath resolve(String name) {
        return new PinPath(path.resolve(name), shared.resolve(name));
    }

    /** Makes a legal name out of any words: letters, digits, {@code _} and {@code -} stay, the rest becomes {@code _}. */
    static String legalName(String words, String suffix) {
        String legal = words.isEmpty() ? "_" : words.replaceAll("[^A-Za-z0-9_-]", "_");
        return legal.substring(0, Math.min(legal.length(), NAME_MAX - suffix.length())) + suffix;
    }

    static boolean isBpffs(Path directory) {
        Memory statfs = new Memory(STATFS_BYTES);
        if (Libc.libc().statfs(directory.toString(), statfs) != 0) {
            int errno = Native.getLastError();
            throw new BpfException("Can't look at " + directory + ": " + Errno.describe(errno), errno);
        }
        return statfs.getLong(0) == BPF_FS_MAGIC;
    }
}
