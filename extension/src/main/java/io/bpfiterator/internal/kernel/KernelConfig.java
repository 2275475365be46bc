// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import io.bpfiterator.internal.failure.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads a kernel's configuration for libbpf, which fills in {@code __kconfig} variables from it. */
public final class KernelConfig {

    private static final int GZIP = 0x1f;

    /** Without a value for a variable, libbpf looks into the files of the system. */
    private static final Pattern NOT_SET = Pattern.compile("(?m)^# (CONFIG_\\w+) is not set$");

    private KernelConfig() {}

    /**
     * Returns the lines of a file, with the options that are not set as {@code n}.
     *
     * @throws io.bpfiterator.failure.BpfException if the file cannot be read
     */
    public static String read(Path file) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            bytes.mark(1);
            boolean compressed = bytes.read() == GZIP;
            bytes.reset();
            try (InputStream text = compressed ? new GZIPInputStream(bytes) : bytes) {
                return NOT_SET.matcher(new String(text.readAllBytes(), StandardCharsets.UTF_8))
                        .replaceAll("$1=n");
            }
        } catch (IOException e) {
            throw Failure.notFound("Cannot read the kernel's configuration " + file)
                    .because(e)
                    .remedy("Correct bpfiterator.kconfig")
                    .exception();
        }
    }
}
