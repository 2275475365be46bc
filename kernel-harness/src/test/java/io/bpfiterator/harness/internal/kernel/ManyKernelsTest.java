// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.support.Kmod;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the names of the many kernels in one suite, with a local mirror: the kernels in Debian's change each week. */
@NeedsMachines
class ManyKernelsTest {

    private static final Path PROGRAMS = Path.of("/usr/bin");

    @TempDir
    private Path directory;

    private FakeMirror mirror;
    private DebianKernels kernels;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void start_mirror() throws Exception {
        mirror = new FakeMirror(architecture());
        mirror.kernel("6.9.12+deb13", "", "6.9.12-1");
        mirror.kernel("6.18.5+deb13", "", "6.18.5-1");
        mirror.kernel("6.18.15+deb13", "", "6.18.15-1");
        mirror.kernel("7.2.9+deb13", "", "7.2.9-1");
        String cloud = mirror.kernel("7.3.4+deb13", "cloud-", "7.3.4-1");
        String newest = mirror.kernel("7.3.4+deb13", "", "7.3.4-1");
        mirror.metapackage("linux-image-", "7.3.4-1", newest);
        mirror.metapackage("linux-image-cloud-", "7.3.4-1", cloud);
        kernels = kernelsIn(directory.resolve("kernels"));
    }

    private DebianKernels kernelsIn(Path cache) throws Exception {
        return new DebianKernels(
                cache,
                mirror.etc(directory.resolve("etc")),
                PROGRAMS,
                Stream.of("5.10", "6.1", "newest")
                        .map(name -> new DebianSeries(name, List.of(FakeMirror.SUITE)))
                        .toList(),
                Clock.systemUTC(),
                progress::add);
    }

    @AfterEach
    void stop_mirror() {
        mirror.close();
    }

    @Nested
    class A_name {

        @Test
        void of_a_series_stands_for_its_newest_release() {
            assertThat(kernels.kernel("6.18").release()).startsWith("6.18.15+deb13-");
        }

        @Test
        void of_a_major_version_stands_for_its_newest_release() {
            assertThat(kernels.kernel("7.x").release()).startsWith("7.3.4+deb13-");
        }

        @Test
        void of_a_major_version_stands_for_its_newest_predefined_series() {
            assertThat(DebianSeries.named("6.x", DebianSeries.ALL).map(DebianSeries::name))
                    .hasValue("6.12");
            assertThat(DebianSeries.named("5.x-cloud", DebianSeries.ALL).map(DebianSeries::name))
                    .hasValue("5.10-cloud");
        }

        @Test
        void with_a_flavour_stands_for_another_build_of_the_same_version() {
            Kernel usual = kernels.kernel("newest");
            Kernel cloud = kernels.kernel("newest-cloud");

            assertThat(usual.release()).isEqualTo("7.3.4+deb13-" + architecture());
            assertThat(cloud.release()).isEqualTo("7.3.4+deb13-cloud-" + architecture());
            assertThat(kernels.kernel("7.x-cloud")).isEqualTo(cloud);
            assertThat(kernels.kernel("newest")).isEqualTo(usual);
        }

        @Test
        void without_a_kernel_on_the_mirror_is_refused_with_the_available_series() {
            assertThatThrownBy(() -> kernels.kernel("4.x"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(
                            "Cannot fetch kernel 4.x: Debian does not have it. Use one of 5.10, 6.1, 6.9, 6.18, 7.2,"
                                    + " 7.3.");
        }
    }

    @Test
    void names_of_the_same_kernel_share_it() {
        Kernel first = kernels.kernel("newest");
        Kernel second = kernels.kernel("7.x");
        Kernel third = kernels.kernel("7.3");

        assertThat(List.of(second, third)).containsOnly(first);
        assertThat(mirror.downloads()).isEqualTo(1);
        assertThat(kernels.cached()).singleElement().satisfies(cached -> {
            assertThat(cached.names()).containsExactlyInAnyOrder("newest", "7.x", "7.3");
            assertThat(cached.current()).isTrue();
        });
    }

    @Test
    void a_newer_kernel_replaces_the_previous_one_except_for_names_of_an_older_series() throws Exception {
        kernels.fetch("7.x");
        kernels.fetch("7.3");
        mirror.kernel("7.4.1+deb13", "", "7.4.1-1");
        kernels.fetch("7.x");

        assertThat(kernels.cached()).extracting(CachedKernel::names).containsExactly(List.of("7.3"), List.of("7.x"));
        assertThat(kernels.prune(false)).isEmpty();
        mirror.kernel("7.3.5+deb13", "", "7.3.5-1");
        kernels.fetch("7.3");
        assertThat(kernels.prune(false))
                .extracting(kernel -> kernel.kernel().release())
                .containsExactly("7.3.4+deb13-" + architecture());
    }

    @Nested
    class AllModules {

        @BeforeEach
        void require_kmod() {
            Kmod.assumeInstalled();
        }

        @Test
        void are_downloaded_when_they_are_first_asked_for_and_have_the_indexes_of_depmod() {
            Kernel kernel = kernels.kernel("newest");

            Path first = kernels.modules("newest", kernel).orElseThrow();
            Path second = kernels.modules("7.x", kernel).orElseThrow();

            assertThat(first)
                    .hasFileName(kernel.release())
                    .isDirectoryContaining("glob:**/modules.order")
                    .isDirectoryContaining("glob:**/modules.dep");
            assertThat(second).isEqualTo(first);
            assertThat(mirror.downloads()).isEqualTo(2);
        }

        @Test
        void are_downloaded_after_the_cache_was_moved() throws Exception {
            kernels.kernel("newest");
            Path cache = Files.move(directory.resolve("kernels"), directory.resolve("moved"));

            DebianKernels moved = kernelsIn(cache);

            assertThat(moved.modules("newest", moved.kernel("newest"))).isPresent();
        }

        @Test
        void of_a_kernel_that_the_mirror_no_longer_has_are_refused_with_the_way_to_a_newer_one() {
            Kernel kernel = kernels.kernel("newest");
            mirror.refuse("/pool", 404);

            assertThatThrownBy(() -> kernels.modules("newest", kernel))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("Cannot provide all modules of Debian's linux-image-7.3.4+deb13-")
                    .hasMessageContaining("404")
                    .hasMessageEndingWith("bpf-iterator kernels fetch newest.");
        }
    }

    @Test
    void a_long_download_shows_its_progress() {
        mirror.slowDown(3000);

        kernels.kernel("7.x");

        assertThat(progress)
                .filteredOn(line -> !line.endsWith(": reading the package lists"))
                .satisfiesExactly(
                        updating -> assertThat(updating).isEqualTo("Kernel 7.x: updating the package lists of sid"),
                        fetching -> assertThat(fetching).endsWith(" 7.3.4-1, 4 MB"),
                        half -> assertThat(half)
                                .matches("Kernel 7\\.x: downloading linux-image-7\\.3\\.4\\S+, 2 of 4 MB"),
                        unpacking ->
                                assertThat(unpacking).startsWith("Kernel 7.x: unpacking linux-image-7.3.4+deb13-"));
    }

    @Test
    void a_package_with_a_wrong_checksum_is_refused() {
        mirror.falsify("linux-image-7.3.4+deb13-" + architecture());

        assertThatThrownBy(() -> kernels.kernel("newest"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("apt cannot download linux-image-7.3.4+deb13-")
                .hasMessageContaining("Hash Sum mismatch");
        assertThat(kernels.cached()).isEmpty();
    }

    private static String architecture() {
        return FakeMirror.architecture();
    }
}
