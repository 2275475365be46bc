package io.bpfiterator.harness.kernel;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kernel to boot.
 *
 * @param image the file that a boot loader would load: a bzImage, or an uncompressed ELF file
 * @param modules a directory with its modules, at any depth below; null if it needs none or they are not there
 * @param release what {@code uname -r} prints on it
 * @param description where it comes from, as a message tells it: {@code Debian's linux-image-6.1.0-56-amd64 6.1.192-2}
 */
public record Kernel(Path image, @Nullable Path modules, String release, String description) {}
