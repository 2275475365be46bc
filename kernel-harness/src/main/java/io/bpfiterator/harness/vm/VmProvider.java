package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.EnvironmentProvider;
import io.bpfiterator.harness.environment.Settings;
import io.bpfiterator.harness.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes virtual machines: {@code vm:6.1}, {@code vm:host}, {@code vm:/path/to/bzImage}. */
public final class VmProvider implements EnvironmentProvider {

    static final String PREFIX = "vm:";
    private static final System.Logger LOGGER = System.getLogger(VmProvider.class.getName());

    private final Kernels kernels;

    public VmProvider() {
        this(line -> LOGGER.log(System.Logger.Level.INFO, () -> line));
    }

    /** @param progress gets a line for each thing that takes long */
    VmProvider(Consumer<String> progress) {
        kernels = Kernels.ofThisMachine(progress);
    }

    @Override
    public List<String> names() {
        return kernels.names().stream().map(name -> PREFIX + name).toList();
    }

    @Override
    public Optional<Environment> environment(String name, Settings settings) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(machine(name, settings));
    }

    VmEnvironment machine(String name, Settings settings) {
        String kernel = name.substring(PREFIX.length());
        if (!kernels.knows(kernel)) {
            throw kernels.unknown(kernel);
        }
        return new VmEnvironment(name, () -> kernels.kernel(kernel), VmOptions.of(settings));
    }
}
