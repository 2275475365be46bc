package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host that the guest sees.
 *
 * @param tag its name on the device
 * @param socket of the process that serves it; null where QEMU does
 */
record Share(String tag, Path path, Access access, @Nullable Path socket) {

    /**
     * What the guest may do, and what QEMU makes of it.
     *
     * <p>What a guest writes belongs to this user and can't be executed here, whatever owner and mode the guest gives
     * it: QEMU writes those down beside it, for the guest alone to see. So a file is never set-uid here, and no link or
     * device.
     */
    enum Access {
        READ_ONLY("none,readonly=on"),
        /** Owner and mode are in extended attributes. */
        MAPPED_TO_ATTRIBUTES("mapped-xattr,fmode=0644,dmode=0755"),
        /** They are in files named {@code .virtfs_metadata}: for file systems without such attributes. */
        MAPPED_TO_FILES("mapped-file,fmode=0644,dmode=0755");

        private final String securityModel;

        Access(String securityModel) {
            this.securityModel = securityModel;
        }

        /** Returns the value of QEMU's {@code security_model}, with what belongs to it. */
        String securityModel() {
            return securityModel;
        }

        /** Chooses by what the directory's file system can do. */
        static Access writing(Path directory) {
            Path file;
            try {
                file = Files.createTempFile(directory, ".bpf-iterator", "");
            } catch (IOException e) {
                throw new EnvironmentException(
                        "Cannot share " + directory + " for writing: " + e + ". Make it writable, or correct "
                                + VmSettings.WRITABLE + ".",
                        e);
            }
            try {
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                        .write("virtfs", ByteBuffer.wrap(new byte[1]));
                return MAPPED_TO_ATTRIBUTES;
            } catch (IOException | UnsupportedOperationException e) {
                return MAPPED_TO_FILES;
            } finally {
                file.toFile().delete();
            }
        }
    }
}
