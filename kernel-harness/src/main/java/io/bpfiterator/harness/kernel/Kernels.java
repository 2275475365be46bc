package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All the kernels that can be booted, by name: {@code 6.1}, {@code host}, {@code /path/to/bzImage}. */
public final class Kernels implements KernelSource {

    private final List<KernelSource> sources;

    /** Unites sources; the first that knows a name has it. */
    public Kernels(List<KernelSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Returns {@link #ofThisMachine(Settings, Consumer)} as they are when nothing is set. */
    public static Kernels ofThisMachine(Consumer<String> progress) {
        return ofThisMachine(parameter -> Optional.empty(), progress);
    }

    /**
     * Returns the kernels of Debian's packages, of this machine and of files, and of whoever else provides some.
     *
     * @param progress gets one line for each thing that takes long, such as a download
     */
    public static Kernels ofThisMachine(Settings settings, Consumer<String> progress) {
        return new Kernels(Stream.concat(
                        Stream.of(DebianKernels.ofThisUser(progress), new RunningKernel(), new KernelFiles()),
                        ServiceLoader.load(KernelSourceProvider.class, Kernels.class.getClassLoader()).stream()
                                .map(provider -> provider.get().source(settings, progress)))
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

    /** @throws EnvironmentException also if no source knows the name; the message lists those that are known */
    @Override
    public Kernel kernel(String name) {
        return source(name).kernel(name);
    }

    /** @throws EnvironmentException also if no source knows the name; the message lists those that are known */
    @Override
    public String origin(String name) {
        return source(name).origin(name);
    }

    private KernelSource source(String name) {
        return sources.stream().filter(source -> source.knows(name)).findFirst().orElseThrow(() -> unknown(name));
    }

    /** Returns the error for a name that no source knows. */
    public EnvironmentException unknown(String name) {
        return new EnvironmentException(
                "There is no kernel \"" + name + "\": known are " + String.join(", ", names()) + "."
                        + NearestName.of(name, names())
                                .map(nearest -> " Did you mean " + nearest + "?")
                                .orElse(""));
    }
}
