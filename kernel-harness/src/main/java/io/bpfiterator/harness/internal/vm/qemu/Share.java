// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;

/**
 * A directory of the host that a guest mounts.
 *
 * @param tag the name that the guest mounts it by
 * @param socket the socket of the virtiofsd that serves it; empty if QEMU serves it over 9p
 */
public record Share(String tag, Path path, Access access, Optional<Path> socket) {

    /**
     * What the guest may do, as a security model of QEMU.
     *
     * <p>On the host, a file that the guest writes belongs to this user and is not executable, whatever owner and mode
     * the guest gives it: QEMU stores those separately, and only the guest sees them. So the guest cannot create
     * set-uid files, links or devices on the host.
     */
    public enum Access {
        READ_ONLY("none,readonly=on"),
        /** Stores owner and mode in extended attributes. */
        MAPPED_TO_ATTRIBUTES("mapped-xattr,fmode=0644,dmode=0755"),
        /**
         * Stores owner and mode in {@code .virtfs_metadata} directories, for file systems without extended attributes.
         */
        MAPPED_TO_FILES("mapped-file,fmode=0644,dmode=0755");

        private final String securityModel;

        Access(String securityModel) {
            this.securityModel = securityModel;
        }

        /** Returns the value of QEMU's option {@code security_model}, followed by related options. */
        String securityModel() {
            return securityModel;
        }

        /**
         * Returns the access for a writable directory, depending on its file system.
         *
         * @throws EnvironmentException if this user cannot write the directory
         */
        public static Access writing(Path directory) {
            Path file;
            try {
                file = Files.createTempFile(directory, ".bpf-iterator", "");
            } catch (IOException e) {
                throw Failure.failed("Cannot share " + directory + " for writing")
                        .because(e)
                        .remedy("Make the directory writable, or correct " + VmSettings.WRITABLE)
                        .exception(EnvironmentException::new);
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
