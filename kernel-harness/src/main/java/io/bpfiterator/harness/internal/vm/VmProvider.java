// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.vm.acceleration.Acceleration;
import io.bpfiterator.harness.internal.vm.qemu.QemuVersion;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.settings.SettingsCheck;
import io.bpfiterator.internal.settings.SettingsProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Provides virtual machines: {@code vm:6.1}, {@code vm:host}, {@code vm:/path/to/bzImage}, {@code vm:oci:IMAGE}. */
public final class VmProvider implements EnvironmentProvider, SettingsProvider {

    public static final String PREFIX = "vm:";

    /** The kernel whose source {@link #questions} checks. */
    private static final String DEFAULT_KERNEL = OtherKernel.ENVIRONMENT.substring(PREFIX.length());

    private final Consumer<String> progress;

    public VmProvider() {
        this(Progress.onStandardError());
    }

    /** @param progress receives a line for each step that takes long */
    public VmProvider(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public List<String> names() {
        return kernels(parameter -> Optional.empty()).names().stream()
                .map(name -> PREFIX + name)
                .toList();
    }

    @Override
    public Optional<Environment> environment(String name, Function<String, Optional<String>> parameters) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(machine(name, parameters::apply));
    }

    @Override
    public List<Setting<?>> settings() {
        return VmSettings.ALL;
    }

    @Override
    public Map<String, Supplier<String>> questions() {
        Map<String, Supplier<String>> questions =
                new LinkedHashMap<>(MachineRequirements.of(DEFAULT_KERNEL, Settings.SYSTEM_PROPERTIES)
                        .questions());
        questions.computeIfPresent("QEMU", (subject, program) -> () -> withVersion(program.get()));
        questions.put("KVM", Acceleration::known);
        return questions;
    }

    private static String withVersion(String program) {
        return program + ", " + QemuVersion.of(Path.of(program)).description();
    }

    public VmEnvironment machine(String name, Settings settings) {
        String kernel = name.substring(PREFIX.length());
        Kernels kernels = kernels(settings);
        if (!kernels.knows(kernel)) {
            throw kernels.unknown(kernel);
        }
        VmOptions options = VmOptions.of(settings);
        return new VmEnvironment(
                name,
                new MachineRequirements(options, () -> kernels.origin(kernel)),
                () -> kernels.kernel(kernel),
                found -> kernels.modules(kernel, found),
                options,
                given(settings),
                progress);
    }

    /** Returns the settings that were given, for another process. */
    private static Map<String, String> given(Settings settings) {
        Map<String, String> given = new LinkedHashMap<>();
        SettingsCheck.ofClassPath().keys().forEach(key -> settings.get(key).ifPresent(value -> given.put(key, value)));
        return given;
    }

    private Kernels kernels(Settings settings) {
        return Kernels.ofThisMachine(settings, progress);
    }
}
