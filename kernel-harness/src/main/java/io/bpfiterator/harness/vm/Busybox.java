package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The busybox of this machine, which must be statically linked: a guest's first root has no libraries. */
final class Busybox {

    static final List<Path> LOCATIONS =
            List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"), Path.of("/usr/sbin/busybox"));

    private static final int INTERPRETER = 3;

    private Busybox() {}

    /**
     * Reads it.
     *
     * @throws EnvironmentException if there is none, or none that is static
     */
    static byte[] find() {
        return read(file(LOCATIONS));
    }

    /**
     * Returns its file.
     *
     * @param places where it may be
     * @throws EnvironmentException if there is none, or none that is static; {@link MachineRequirements} knows what to install
     */
    static Path file(List<Path> places) {
        Path file = places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> EnvironmentException.unavailable(
                        "no busybox at " + places.stream().map(Path::toString).collect(Collectors.joining(" or ")),
                        0,
                        ""));
        if (!isStatic(ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN))) {
            throw EnvironmentException.unavailable(
                    file + " needs shared libraries, which a guest's first root does not have", 0, "");
        }
        return file;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new EnvironmentException(file + " can't be read: " + e + "; make it readable", e);
        }
    }

    /** What is linked dynamically names its interpreter in a program header; a script is no ELF file at all. */
    private static boolean isStatic(ByteBuffer elf) {
        if (elf.limit() < 64 || elf.getInt(0) != 0x464c457f) {
            return false;
        }
        for (int i = 0; i < elf.getShort(56); i++) {
            if (elf.getInt((int) elf.getLong(32) + i * elf.getShort(54)) == INTERPRETER) {
                return false;
            }
        }
        return true;
    }
}
