// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a guest's initramfs: busybox, the scripts, and the kernel modules that are required to mount the host's root.
 *
 * <p>The initramfs is not compressed, since an emulated guest would take longer to decompress it than QEMU takes to
 * copy it.
 */
public final class Initramfs {

    private static final List<String> SCRIPTS = List.of("init", "probe", "lib.sh", "agent", "warm");

    private Initramfs() {}

    /**
     * Writes an initramfs, identical for the same arguments.
     *
     * @param modules in the order to load them in
     * @param files further files: their contents by name
     */
    public static void write(Path target, byte[] busybox, Collection<KernelModule> modules, Map<String, String> files) {
        try (CpioArchive cpio = new CpioArchive(target)) {
            for (String directory : List.of("bin", "dev", "proc", "sys", "host", "aside", "modules")) {
                cpio.directory(directory);
            }
            // Without this device, the first process has no standard output until /dev is mounted.
            cpio.device("dev/console", 5, 1);
            cpio.file("bin/busybox", busybox);
            for (String script : SCRIPTS) {
                cpio.file(script, script(script).getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                cpio.file(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            int number = 10;
            for (KernelModule module : modules) {
                cpio.file("modules/" + number++ + "-" + module.name() + ".ko", module.elf());
            }
        } catch (IOException e) {
            throw Failure.failed("Cannot write the guest's initramfs " + target)
                    .because(e)
                    .remedy("Check that the directory is writable and has free space")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns a script from this package's resources. */
    static String script(String name) {
        try (InputStream in = Initramfs.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the guest's script " + name + " from the class path")
                    .because(e)
                    .remedy("The jar of bpf-iterator-kernel-harness may be corrupt. Download it again")
                    .exception(EnvironmentException::new);
        }
    }
}
