// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks an installed kernel from the tar archive of a package or of a container image. */
public final class KernelTar {

    static final String IMAGE = "vmlinuz";
    static final String MODULES = "modules";
    static final String CONFIG = "config";

    private static final Pattern IMAGE_FILE =
            Pattern.compile("boot/vmlinuz(?:-.+)?|(?:usr/)?lib/modules/[^/]+/vmlinuz");

    private static final Pattern CONFIG_FILE = Pattern.compile("boot/config-.+|(?:usr/)?lib/modules/[^/]+/config");

    /** The modules that booting from 9p or virtiofs can require, whichever the kernel has; and overlayfs, for tests. */
    private static final Pattern MODULE = Pattern.compile("(?:usr/)?lib/modules/[^/]+/(modules\\.builtin"
            + "|kernel/(?:drivers/virtio|drivers/char/virtio_console|net/9p|fs/9p|fs/netfs|fs/fscache|fs/fuse"
            + "|fs/overlayfs).*\\.ko.*)");

    /** A module, or an index or list beside the modules; links to the build tree are left out. */
    private static final Pattern ANY_MODULE = Pattern.compile("(?:usr/)?(lib/modules/[^/]+/.+)");

    /** Selects what to unpack. */
    @FunctionalInterface
    public interface Selection {
        /**
         * Unpacks a part of an archive.
         *
         * @param root the directory to which the names in the archive are relative: empty, or for example {@code lib/}
         */
        void unpack(InputStream tar, String root, Path into) throws IOException;
    }

    private KernelTar() {}

    /**
     * Unpacks the image as {@code vmlinuz}, the modules that booting requires into {@code modules}, and the kernel's
     * configuration, if it is there, as {@code config}.
     *
     * @param root the directory to which the names in the archive are relative: empty, or for example {@code lib/}
     */
    public static void unpack(InputStream stream, String root, Path into) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(stream);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (!entry.isFile()) {
                continue;
            }
            String name = root + entry.getName().replaceFirst("^\\./", "");
            Matcher module = MODULE.matcher(name);
            if (IMAGE_FILE.matcher(name).matches()) {
                Files.copy(tar, into.resolve(IMAGE), StandardCopyOption.REPLACE_EXISTING);
            } else if (CONFIG_FILE.matcher(name).matches()) {
                Files.copy(tar, into.resolve(CONFIG), StandardCopyOption.REPLACE_EXISTING);
            } else if (module.matches()) {
                Path target = Files.createDirectories(into.resolve(MODULES))
                        .resolve(Path.of(module.group(1)).getFileName());
                Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Unpacks all modules into {@code lib/modules/RELEASE}.
     *
     * @param root the directory to which the names in the archive are relative: empty, or for example {@code lib/}
     */
    public static void unpackModules(InputStream stream, String root, Path into) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(stream);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Matcher module = ANY_MODULE.matcher(root + entry.getName().replaceFirst("^\\./", ""));
            if (!entry.isFile() || !module.matches()) {
                continue;
            }
            Path target = into.resolve(module.group(1)).normalize();
            if (!target.startsWith(into.resolve("lib/modules"))) {
                throw new IOException("the archive has a file outside lib/modules: " + entry.getName());
            }
            Files.createDirectories(target.getParent());
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns whether an image was unpacked into a directory. */
    public static boolean hasImage(Path directory) {
        return Files.isRegularFile(directory.resolve(IMAGE));
    }
}
