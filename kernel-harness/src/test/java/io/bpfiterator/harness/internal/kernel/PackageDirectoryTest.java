// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageDirectoryTest {

    private static final String MACHINE = Architecture.ofThisMachine().debianName();

    @TempDir
    private Path temporary;

    private final List<String> progress = new ArrayList<>();
    private Path packages;
    private PackageDirectory kernels;

    @BeforeEach
    void create_an_empty_directory() throws IOException {
        packages = Files.createDirectory(temporary.resolve("packages"));
        kernels = new PackageDirectory(
                packages, new ImportedKernels(temporary.resolve("cache"), "packages"), progress::add);
    }

    private void add(String release) throws IOException {
        add(release, "1-1", MACHINE);
    }

    private void add(String release, String version, String architecture) throws IOException {
        new FakePackage("linux-image-" + release, version, architecture)
                .withImage(release)
                .with("lib/modules/" + release + "/kernel/net/9p/9p.ko", new byte[] {1})
                .writeTo(packages.resolve(release + "_" + architecture + ".deb"));
    }

    @ParameterizedTest
    @CsvSource({
        "6.12, 6.12.118+deb13-amd64",
        "6.12-cloud, 6.12.118+deb13-cloud-amd64",
        "6.1, 6.1.0-28-amd64",
        "6.6, 6.6.0-mine",
        "6.18, 6.18-rc6-amd64",
        "7.x, 7.3.4-amd64",
        "newest, 7.3.4-amd64"
    })
    void a_series_is_its_newest_kernel(String series, String release) throws IOException {
        for (String name : List.of(
                "6.1.0-27-amd64",
                "6.1.0-28-amd64",
                "6.6.0-mine",
                "6.12.107+deb13-amd64",
                "6.12.118+deb13-amd64",
                "6.12.118+deb13-cloud-amd64",
                "6.12.118+deb13-amd64-dbg",
                "6.18-rc6-amd64",
                "7.3.4-amd64")) {
            add(name);
        }

        assertThat(kernels.knows(series)).isTrue();
        assertThat(kernels.kernel(series).release()).isEqualTo(release);
    }

    @Test
    void a_kernel_has_its_image_and_modules_and_says_where_it_is_from() throws IOException {
        add("6.12.118-amd64", "6.12.118-1", MACHINE);

        Kernel kernel = kernels.kernel("6.12");

        String description = "linux-image-6.12.118-amd64 6.12.118-1 in " + packages;
        assertThat(kernel.description()).isEqualTo(description);
        assertThat(kernels.origin("6.12")).isEqualTo(description);
        assertThat(kernel.modules()).isDirectoryContaining("glob:**/9p.ko");
        assertThat(progress).containsExactly("Kernel 6.12: unpacking " + description);
    }

    @Test
    void all_modules_are_in_the_same_package() throws IOException {
        new FakePackage("linux-image-6.12.0", "1", MACHINE)
                .withImage("6.12.0")
                .with("lib/modules/6.12.0/kernel/drivers/net/dummy.ko", new byte[] {1})
                .writeTo(packages.resolve("image.deb"));

        Kernel kernel = kernels.kernel("6.12");

        Optional<Path> modules = kernels.modules("6.12", kernel);
        assertThat(modules.orElseThrow().resolve("kernel/drivers/net/dummy.ko")).exists();
    }

    @Test
    void a_kernel_is_unpacked_once_and_again_after_it_was_rebuilt() throws IOException {
        add("6.12.0-mine", "1", MACHINE);
        kernels.kernel("6.12");
        kernels.kernel("6.12");
        assertThat(progress).hasSize(1);

        new FakePackage("linux-image-6.12.0-mine", "1", MACHINE)
                .withImage("6.12.0-mine+")
                .writeTo(packages.resolve("6.12.0-mine_" + MACHINE + ".deb"));

        assertThat(kernels.kernel("6.12").release()).isEqualTo("6.12.0-mine+");
    }

    @Nested
    class A_kernel_in_several_packages {

        @BeforeEach
        void add_the_image() throws IOException {
            new FakePackage("linux-image-7.3.4-amd64", "7.3.4-1", MACHINE)
                    .dependsOn("kmod, linux-binary-7.3.4-amd64 (= 7.3.4-1), linux-modules-7.3.4-amd64 (= 7.3.4-1)")
                    .writeTo(packages.resolve("image.deb"));
            new FakePackage("linux-binary-7.3.4-amd64", "7.3.4-1", MACHINE)
                    .withImage("7.3.4-amd64")
                    .writeTo(packages.resolve("binary.deb"));
        }

        @Test
        void is_unpacked_from_all_of_them() throws IOException {
            new FakePackage("linux-modules-7.3.4-amd64", "7.3.4-1", MACHINE)
                    .with("lib/modules/7.3.4-amd64/kernel/net/9p/9p.ko", new byte[] {1})
                    .writeTo(packages.resolve("modules.deb"));

            Kernel kernel = kernels.kernel("7.x");

            assertThat(kernel.release()).isEqualTo("7.3.4-amd64");
            assertThat(kernel.modules()).isDirectoryContaining("glob:**/9p.ko");
        }

        @Test
        void requires_all_of_them() {
            assertThatThrownBy(() -> kernels.kernel("7.x"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot use linux-image-7.3.4-amd64 7.3.4-1 in " + packages + ": it requires"
                            + " linux-modules-7.3.4-amd64 7.3.4-1, which is not in the directory. Copy that package"
                            + " there, or do not set bpfiterator.vm.kernel.packages.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.12-rt", "host", "/boot/vmlinuz"})
    void other_names_are_left_to_other_sources(String name) throws IOException {
        add("6.12.118-amd64");

        assertThat(kernels.knows(name)).isFalse();
    }

    @Test
    void packages_for_another_architecture_are_ignored() throws IOException {
        add("6.12.118-riscv64", "1", "riscv64");

        assertThat(kernels.knows("6.12")).isFalse();
    }

    @Test
    void a_file_that_is_not_a_package_is_named() throws IOException {
        Path file = Files.writeString(packages.resolve("linux.deb"), "<html>not found</html>");

        assertThatThrownBy(() -> kernels.kernel("6.12"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot read the package " + file + ": ")
                .hasMessageEndingWith(" Copy it again, or remove it.");
    }

    @Test
    void a_missing_directory_is_named() throws IOException {
        Files.delete(packages);

        assertThat(kernels.knows("6.12")).isTrue();
        assertThatThrownBy(() -> kernels.kernel("6.12"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Cannot read the packages of kernels in " + packages
                        + ": it does not exist. Correct bpfiterator.vm.kernel.packages.");
    }
}
