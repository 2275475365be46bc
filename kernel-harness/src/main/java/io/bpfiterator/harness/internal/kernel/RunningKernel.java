// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.KernelRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Provides the kernel that this machine runs, if its image is where distributions install it. */
final class RunningKernel implements KernelSource {

    private static final String NAME = "host";

    private final Path root;
    private final String release;

    RunningKernel() {
        this(Path.of("/"), KernelRelease.running().toString());
    }

    RunningKernel(Path root, String release) {
        this.root = root;
        this.release = release;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public boolean knows(String name) {
        return name.equals(NAME);
    }

    @Override
    public Kernel kernel(String name) {
        Path modules = root.resolve("lib/modules").resolve(release);
        List<Path> places = List.of(root.resolve("boot/vmlinuz-" + release), modules.resolve("vmlinuz"));
        // In a directory that this user may not search, neither exists() nor notExists() is true.
        Path image = places.stream()
                .filter(Files::isReadable)
                .findFirst()
                .or(() ->
                        places.stream().filter(place -> !Files.notExists(place)).findFirst())
                .orElseThrow(() -> missing(places));
        if (!Files.isReadable(image)) {
            throw Failure.notPermitted("Cannot read the running kernel's image " + image)
                    .because("this user lacks the permission")
                    .remedy("Run as root, or make it readable")
                    .exception(EnvironmentException::new);
        }
        String found = KernelImage.release(image);
        if (!found.equals(release)) {
            throw Failure.notFound("Cannot find the image of the running kernel " + release)
                    .because(image + " is " + found)
                    .remedy("Reboot into the installed kernel, or use another image: vm:/path/to/bzImage")
                    .exception(EnvironmentException::new);
        }
        return new Kernel(image, Files.isDirectory(modules) ? modules : null, release, "the running kernel's " + image);
    }

    @Override
    public String origin(String name) {
        return kernel(name).description();
    }

    private EnvironmentException missing(List<Path> places) {
        return Failure.absent("Cannot find the image of the running kernel " + release)
                .because("neither " + places.get(0) + " nor " + places.get(1) + " exists")
                .remedy("Install its package, or use another image: vm:/path/to/bzImage")
                .exception(EnvironmentException::new);
    }
}
