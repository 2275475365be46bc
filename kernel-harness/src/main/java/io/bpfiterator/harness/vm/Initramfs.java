package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The root that a guest's kernel starts in: busybox, the scripts, and the modules that it takes to see the host's root.
 *
 * <p>It is not compressed: QEMU copies it faster than a guest without acceleration decompresses it.
 */
final class Initramfs {

    private static final List<String> SCRIPTS = List.of("init", "probe", "lib.sh", "agent");

    private Initramfs() {}

    /**
     * Writes it, the same for the same.
     *
     * @param modules in the order to load them in
     * @param files by name, beside the scripts that are always there
     */
    static void write(Path target, byte[] busybox, Collection<KernelModule> modules, Map<String, String> files) {
        try (CpioArchive cpio = new CpioArchive(target)) {
            for (String directory : List.of("bin", "dev", "proc", "sys", "host", "aside", "modules")) {
                cpio.directory(directory);
            }
            // Without it, the first process has no standard output until /dev is mounted.
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
            throw new EnvironmentException(
                    "The guest's initramfs " + target + " can't be written: " + e + "; make room", e);
        }
    }

    /** Returns one of the scripts beside this class. */
    static String script(String name) {
        try (InputStream in = Initramfs.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The guest's script " + name + " can't be read: " + e + "; is the jar whole?", e);
        }
    }
}
