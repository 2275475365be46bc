// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.ElfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds this machine's busybox, which must be statically linked since the initramfs has no shared libraries. */
public final class Busybox {

    public static final List<Path> LOCATIONS =
            List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"), Path.of("/usr/sbin/busybox"));

    private Busybox() {}

    /**
     * Returns the content of busybox.
     *
     * @throws EnvironmentException if this machine has no statically linked busybox
     */
    public static byte[] find() {
        return read(file(LOCATIONS));
    }

    /**
     * Returns the file of busybox.
     *
     * @param locations where to look for it, in order
     * @throws EnvironmentException if there is no file there, or it is not statically linked. The message does not say
     *     what to install, which the caller adds.
     */
    public static Path file(List<Path> locations) {
        Path file = locations.stream().filter(Files::isRegularFile).findFirst().orElseThrow(() -> Failure.absent(
                        "busybox is not at "
                                + locations.stream().map(Path::toString).collect(Collectors.joining(" or ")))
                .exception(EnvironmentException::new));
        if (!isStatic(read(file))) {
            throw Failure.absent(
                            file + " is not a statically linked ELF program, and the initramfs has no shared libraries")
                    .exception(EnvironmentException::new);
        }
        return file;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.failed("Cannot read " + file)
                    .because(e)
                    .remedy("Make the file readable")
                    .exception(EnvironmentException::new);
        }
    }

    /**
     * Returns whether a file is a statically linked ELF program: a dynamically linked one has an interpreter header.
     */
    private static boolean isStatic(byte[] program) {
        return ElfFile.of(ByteBuffer.wrap(program))
                .filter(elf -> elf.segments(ElfFile.INTERPRETER).isEmpty())
                .isPresent();
    }
}
