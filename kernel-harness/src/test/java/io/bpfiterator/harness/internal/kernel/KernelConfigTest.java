package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(KernelConfig.of(kernel(file("boot/vmlinuz-6.12.1"), null))).hasValue(config);
    }

    @Test
    void beside_a_cached_image() throws Exception {
        Path config = file("6.12.1-1/config");
        assertThat(KernelConfig.of(kernel(file("6.12.1-1/vmlinux"), root))).hasValue(config);
    }

    @Test
    void in_the_directory_of_the_modules() throws Exception {
        Path config = file("modules/config");
        assertThat(KernelConfig.of(kernel(file("images/bzImage"), config.getParent())))
                .hasValue(config);
    }

    @Test
    void in_the_build_tree_of_the_image() throws Exception {
        Path config = file("linux/.config");
        assertThat(KernelConfig.of(kernel(file("linux/arch/x86/boot/bzImage"), null)))
                .hasValue(config);
    }

    @Test
    void nowhere() throws Exception {
        assertThat(KernelConfig.of(kernel(file("bzImage"), null))).isEmpty();
    }
}
