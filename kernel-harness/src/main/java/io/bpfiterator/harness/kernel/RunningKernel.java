package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.kernel.KernelRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel that this machine runs, if its image is installed where distributions put it. */
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
        // Below a directory that this user may not search, a file neither exists nor does not.
        Path image = places.stream()
                .filter(Files::isReadable)
                .findFirst()
                .or(() ->
                        places.stream().filter(place -> !Files.notExists(place)).findFirst())
                .orElseThrow(() -> missing(places));
        if (!Files.isReadable(image)) {
            throw EnvironmentException.unavailable(
                    "This user may not read the running kernel's image " + image + "; run as root, or make it readable",
                    0,
                    "");
        }
        String found = KernelImage.release(image);
        if (!found.equals(release)) {
            throw new EnvironmentException("The running kernel is " + release + ", but " + image + " is " + found
                    + "; boot the installed one, or name an image: vm:/path/to/bzImage");
        }
        return new Kernel(image, Files.isDirectory(modules) ? modules : null, release, "the running kernel's " + image);
    }

    @Override
    public String origin(String name) {
        return kernel(name).description();
    }

    private EnvironmentException missing(List<Path> places) {
        return EnvironmentException.unavailable(
                "The running kernel " + release + " has no image at " + places.get(0) + " or " + places.get(1)
                        + "; install its package, or name an image: vm:/path/to/bzImage",
                0,
                "");
    }
}
