// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.ImportedKernels;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.VmProvider;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.support.NeedsContainers;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests an image with one of Debian's kernels in the layout of cilium's ci-kernels, which is built here. */
@Timeout(180)
@NeedsContainers
class ImageKernelsTest {

    private static final String IMAGE = "localhost/bpf-iterator-test-kernel:1";
    private static final TestEngine ENGINE = TestEngine.PODMAN;

    @TempDir
    private Path directory;

    private Kernel original;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        original = Kernels.ofThisMachine(System.err::println).kernel("5.10");
        Path context = Files.createDirectories(directory.resolve("context"));
        Path boot = Files.createDirectories(context.resolve("root/boot"));
        Path modules = Files.createDirectories(
                context.resolve("root/usr/lib/modules/" + original.release() + "/kernel/fs/9p"));
        Files.copy(original.image().resolveSibling("vmlinuz"), boot.resolve("vmlinuz"));
        try (Stream<Path> files = Files.list(original.modules())) {
            for (Path file : files.toList()) {
                Files.copy(file, modules.resolve(file.getFileName()));
            }
        }
        Files.createSymbolicLink(context.resolve("root/lib"), Path.of("usr/lib"));
        build(context, "FROM scratch\nCOPY root /\n", IMAGE);
    }

    private static void build(Path context, String dockerfile, String tag) throws Exception {
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        try (Engine engine = EngineSearch.find(Optional.of(ENGINE.address()))) {
            engine.client()
                    .buildImageCmd(context.toFile())
                    .withTags(Set.of(tag))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        }
    }

    @AfterEach
    void all_containers_are_removed() {
        assertThat(ENGINE.containers()).isEmpty();
    }

    @Test
    void provides_a_kernel_that_is_copied_once_and_boots() throws Exception {
        Kernel kernel = kernels().kernel("oci:" + IMAGE);
        Kernel again = kernels().kernel("oci:" + IMAGE);

        assertThat(kernel.release()).isEqualTo(original.release());
        assertThat(kernel.description()).isEqualTo("the kernel of image " + IMAGE);
        assertThat(kernel.image()).hasSameBinaryContentAs(original.image());
        assertThat(again).isEqualTo(kernel);
        assertThat(progress).containsExactly("Kernel oci:" + IMAGE + ": copying it from the image");
        assertBoots(kernel);
    }

    private void assertBoots(Kernel kernel) throws Exception {
        AgentLaunch launch = Launches.of(Files.createDirectories(directory.resolve("run")), "print-environment");
        Path image = kernel.image().resolveSibling("vmlinuz");
        try (ServerSocketChannel agents = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            agents.bind(UnixDomainSocketAddress.of(launch.socket()));
            assertThat(Launches.run(machine(image + ":" + kernel.modules()), launch))
                    .startsWith("ended with exit status 0\n");
        }
    }

    @Test
    void can_be_named_in_an_environment() {
        assertThat(machine("oci:" + IMAGE).name()).isEqualTo("vm:oci:" + IMAGE);
    }

    @Test
    void provides_another_kernel_when_its_name_refers_to_another_image() throws Exception {
        Path first = kernels().kernel("oci:" + IMAGE).image();
        build(directory.resolve("context"), "FROM scratch\nCOPY root /\nLABEL changed=yes\n", IMAGE);

        assertThat(kernels().kernel("oci:" + IMAGE).image()).isNotEqualTo(first);
    }

    @Test
    void must_contain_a_kernel() throws Exception {
        build(directory.resolve("context"), "FROM scratch\nCOPY Dockerfile /\n", "localhost/bpf-iterator-test-empty:1");

        assertThatThrownBy(() -> kernels().kernel("oci:localhost/bpf-iterator-test-empty:1"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Cannot copy a kernel from the image localhost/bpf-iterator-test-empty:1: it has no file"
                        + " /boot/vmlinuz. Use an image that has it, or a kernel's file: vm:/path/to/bzImage.");
    }

    @Test
    void must_exist() {
        assertThatThrownBy(() -> kernels().kernel("oci:localhost/no-such-image:1"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(" has no image localhost/no-such-image:1 and cannot pull it: ")
                .hasMessageEndingWith(". Try podman pull localhost/no-such-image:1, or use a kernel's file:"
                        + " vm:/path/to/bzImage.");
    }

    @Test
    void requires_an_engine() {
        ImageKernels kernels = kernels(Map.of(ContainerParameters.ENGINE.key(), "unix:///no/engine.sock"));

        assertThatThrownBy(() -> kernels.kernel("oci:" + IMAGE))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot find a container engine: /no/engine.sock does not exist. Start one");
    }

    @Test
    void must_be_named() {
        assertThatThrownBy(() -> kernels().kernel("oci:"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "The kernel \"oci:\" does not name an image. Use oci:IMAGE with an image that has a kernel in"
                                + " /boot/vmlinuz.");
    }

    private ImageKernels kernels() {
        return kernels(Map.of(ContainerParameters.ENGINE.key(), ENGINE.address()));
    }

    private ImageKernels kernels(Map<String, String> settings) {
        return new ImageKernels(
                parameter -> Optional.ofNullable(settings.get(parameter)),
                new ImportedKernels(directory.resolve("kernels"), "oci"),
                progress::add);
    }

    private static Environment machine(String kernel) {
        return new VmProvider()
                .environment("vm:" + kernel, parameter -> Optional.empty())
                .orElseThrow();
    }
}
