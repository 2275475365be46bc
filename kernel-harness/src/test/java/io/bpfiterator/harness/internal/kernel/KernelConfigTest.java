// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the configuration of a kernel is found. */
class KernelConfigTest {

    @TempDir
    private Path root;

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private static Kernel kernel(Path image, @Nullable Path modules) {
        return new Kernel(image, modules, "6.12.1", "a kernel");
    }

    @Test
    void beside_an_installed_image() throws Exception {
        Path config = file("boot/config-6.12.1");
        assertThat(configOf(kernel(file("boot/vmlinuz-6.12.1"), null))).hasValue(config);
    }

    @Test
    void beside_a_cached_image() throws Exception {
        Path config = file("6.12.1-1/config");
        assertThat(configOf(kernel(file("6.12.1-1/vmlinux"), root))).hasValue(config);
    }

    @Test
    void in_the_directory_of_the_modules() throws Exception {
        Path config = file("modules/config");
        assertThat(configOf(kernel(file("images/bzImage"), config.getParent()))).hasValue(config);
    }

    @Test
    void in_the_build_tree_of_the_image() throws Exception {
        Path config = file("linux/.config");
        assertThat(configOf(kernel(file("linux/arch/x86/boot/bzImage"), null))).hasValue(config);
    }

    @Test
    void beside_a_vmlinux_in_the_build_tree() throws Exception {
        Path config = file("linux/.config");
        assertThat(configOf(kernel(file("linux/vmlinux"), null))).hasValue(config);
    }

    @Test
    void in_an_image_that_was_built_with_it() throws Exception {
        Path image = Files.writeString(root.resolve("vmlinux"), "code IKCFG_STcompressedIKCFG_ED more code");

        Path config = configOf(kernel(image, null)).orElseThrow();

        assertThat(config).hasContent("compressed").hasParent(root.resolve("run"));
    }

    @Test
    void nowhere_and_the_message_names_the_places() throws Exception {
        Kernel kernel = kernel(file("bzImage"), null);

        assertThat(configOf(kernel)).isEmpty();
        assertThat(KernelConfig.places(kernel))
                .isEqualTo(
                        "%1$s/config-6.12.1, %1$s/config, %1$s/.config, CONFIG_IKCONFIG in the image".formatted(root));
    }

    private Optional<Path> configOf(Kernel kernel) throws IOException {
        return KernelConfig.of(kernel, Files.createDirectories(root.resolve("run")));
    }
}
