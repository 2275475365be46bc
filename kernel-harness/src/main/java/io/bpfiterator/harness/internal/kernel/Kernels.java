// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.harness.spi.KernelSourceProvider;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Provides the kernels of all sources by name: {@code 6.1}, {@code host}, {@code /path/to/bzImage}. */
public final class Kernels implements KernelSource {

    private final List<KernelSource> sources;

    /** Combines sources; the first that knows a name provides its kernel. */
    public Kernels(List<KernelSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Returns {@link #ofThisMachine(Settings, Consumer)} with default settings. */
    public static Kernels ofThisMachine(Consumer<String> progress) {
        return ofThisMachine(parameter -> Optional.empty(), progress);
    }

    /**
     * Returns the kernels from a directory of packages if the settings name one, from Debian's packages, from this
     * machine, from files, and from each {@link KernelSourceProvider}.
     *
     * @param progress receives a line for each slow step, such as a download
     */
    public static Kernels ofThisMachine(Settings settings, Consumer<String> progress) {
        Stream<KernelSource> packages = settings.given(KernelSettings.PACKAGES).stream()
                .map(directory -> new PackageDirectory(directory, ImportedKernels.ofThisUser("packages"), progress));
        Stream<KernelSource> always =
                Stream.of(DebianKernels.ofThisUser(progress), new RunningKernel(), new KernelFiles());
        Stream<KernelSource> provided =
                ServiceLoader.load(KernelSourceProvider.class, Kernels.class.getClassLoader()).stream()
                        .map(provider -> provider.get().source(settings::get, progress));
        return new Kernels(Stream.of(packages, always, provided)
                .flatMap(sources -> sources)
                .toList());
    }

    @Override
    public List<String> names() {
        return sources.stream().flatMap(source -> source.names().stream()).toList();
    }

    @Override
    public boolean knows(String name) {
        return sources.stream().anyMatch(source -> source.knows(name));
    }

    /** @throws EnvironmentException also if no source knows the name; the message lists the known names */
    @Override
    public Kernel kernel(String name) {
        return source(name).kernel(name);
    }

    /** @throws EnvironmentException also if no source knows the name; the message lists the known names */
    @Override
    public String origin(String name) {
        return source(name).origin(name);
    }

    /** @throws EnvironmentException also if no source knows the name; the message lists the known names */
    @Override
    public Optional<Path> modules(String name, Kernel kernel) {
        return source(name).modules(name, kernel);
    }

    private KernelSource source(String name) {
        return sources.stream().filter(source -> source.knows(name)).findFirst().orElseThrow(() -> unknown(name));
    }

    /** Returns the exception for a name that no source knows. */
    public EnvironmentException unknown(String name) {
        return Failure.notFound("Unknown kernel \"" + name + "\"")
                .remedy("Use one of " + String.join(", ", names()) + NearestName.question(". ", name, names()))
                .exception(EnvironmentException::new);
    }
}
