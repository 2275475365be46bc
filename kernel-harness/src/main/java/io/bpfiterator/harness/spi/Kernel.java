// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Describes a kernel to boot.
 *
 * @param image the file to boot: a bzImage, an arm64 Image, or an uncompressed ELF file
 * @param modules the directory that contains its modules at any depth; null if it needs no modules or they are absent
 * @param release the output of {@code uname -r}
 * @param description where it comes from, for messages: {@code Debian's linux-image-6.1.0-56-amd64 6.1.192-2}
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Kernel(Path image, @Nullable Path modules, String release, String description) {}
