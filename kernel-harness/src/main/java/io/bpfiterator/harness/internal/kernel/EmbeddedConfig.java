// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the configuration in an uncompressed kernel that was built with {@code CONFIG_IKCONFIG}: compressed with gzip
 * between two markers, which {@code scripts/extract-ikconfig} of the kernel searches, too.
 */
final class EmbeddedConfig {

    private static final ByteBuffer BEGIN = marker("IKCFG_ST");
    private static final ByteBuffer END = marker("IKCFG_ED");

    private EmbeddedConfig() {}

    private static ByteBuffer marker(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Writes the configuration, compressed with gzip, to a file.
     *
     * @param image an uncompressed image
     * @return whether the image contains it
     */
    static boolean write(Path image, Path target) {
        try (FileChannel file = FileChannel.open(image)) {
            Optional<ByteBuffer> config = in(KernelImage.map(file));
            if (config.isPresent()) {
                try (OutputStream out = Files.newOutputStream(target)) {
                    Channels.newChannel(out).write(config.get());
                }
            }
            return config.isPresent();
        } catch (IOException e) {
            throw Failure.failed("Cannot copy the configuration in the kernel " + image + " to " + target)
                    .because(e)
                    .remedy("Make the kernel readable, and free disk space")
                    .exception(EnvironmentException::new);
        }
    }

    private static Optional<ByteBuffer> in(ByteBuffer kernel) {
        int begin = find(BEGIN, kernel, 0);
        int end = begin < 0 ? -1 : find(END, kernel, begin);
        return end < 0
                ? Optional.empty()
                : Optional.of(kernel.slice(begin + BEGIN.limit(), end - begin - BEGIN.limit()));
    }

    private static int find(ByteBuffer marker, ByteBuffer kernel, int from) {
        for (int at = from; at <= kernel.limit() - marker.limit(); at++) {
            if (kernel.get(at) == marker.get(0)
                    && kernel.slice(at, marker.limit()).equals(marker)) {
                return at;
            }
        }
        return -1;
    }
}
