package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.EnvironmentProvider;
import io.bpfiterator.harness.environment.Settings;
import io.bpfiterator.harness.kernel.Kernels;
import java.util.List;
import java.util.Optional;

/** Makes virtual machines: {@code vm:6.1}, {@code vm:host}, {@code vm:/path/to/bzImage}, {@code vm:oci:IMAGE}. */
public final class VmProvider implements EnvironmentProvider {

    private static final String PREFIX = "vm:";
    private static final System.Logger LOGGER = System.getLogger(VmProvider.class.getName());

    @Override
    public List<String> names() {
        return kernels(parameter -> Optional.empty()).names().stream()
                .map(name -> PREFIX + name)
                .toList();
    }

    @Override
    public Optional<Environment> environment(String name, Settings settings) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String kernel = name.substring(PREFIX.length());
        Kernels kernels = kernels(settings);
        if (!kernels.knows(kernel)) {
            throw kernels.unknown(kernel);
        }
        return Optional.of(new VmEnvironment(name, () -> kernels.kernel(kernel), VmOptions.of(settings)));
    }

    private static Kernels kernels(Settings settings) {
        return Kernels.ofThisMachine(settings, line -> LOGGER.log(System.Logger.Level.INFO, () -> line));
    }
}
