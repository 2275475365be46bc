package io.bpfiterator.clang;

import io.bpfiterator.btf.Btf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the running kernel, for what is made of its types. */
final class KernelId {

    private static final Path NOTES = Path.of("/sys/kernel/notes");

    /** The type {@code NT_GNU_BUILD_ID}, then the owner's name. */
    private static final String BUILD_ID = "\3\0\0\0GNU\0";

    private KernelId() {}

    /**
     * Returns a text that another kernel, with other types, does not have: the hash of its notes, if the linker has put the
     * hash of the whole kernel there, as it does. The types are megabytes, which an emulated processor takes seconds to hash.
     */
    static String ofRunning() {
        byte[] notes = notes();
        if (new String(notes, StandardCharsets.ISO_8859_1).contains(BUILD_ID)) {
            return FileHash.of(notes);
        }
        return Files.exists(Btf.KERNEL) ? FileHash.of(Btf.KERNEL) : System.getProperty("os.version");
    }

    private static byte[] notes() {
        try {
            return Files.readAllBytes(NOTES);
        } catch (IOException e) {
            // No sysfs, or not for us: the types tell the same, later.
            return new byte[0];
        }
    }
}
