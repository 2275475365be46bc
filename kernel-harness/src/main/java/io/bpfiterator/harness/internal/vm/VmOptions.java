// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.vm.qemu.DebuggerPort;
import io.bpfiterator.harness.internal.vm.qemu.Processors;
import io.bpfiterator.harness.internal.vm.settings.AccelerationMode;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.internal.vm.settings.WarmMode;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The values of {@link VmSettings}.
 *
 * @param qemu a command in {@code PATH}, or a path; empty for the default
 * @param virtiofsd a path; empty for where distributions install it
 * @param memory in megabytes
 * @param cpus empty if {@link Processors} chooses their number
 * @param bootTimeout the time limit for the boot until the agent's JVM starts
 * @param kernelArguments added to the kernel's command line
 * @param allModules whether the guest sees all modules of its kernel
 * @param java the {@code java} that runs the agent
 * @param snapshots whether an emulated machine resumes from a snapshot
 * @param warm whether an emulated machine resumes with a warm agent
 * @param writable directories that the guest may write
 * @param debugger the port for a debugger; empty to run without one
 */
public record VmOptions(
        Optional<String> qemu,
        Optional<String> virtiofsd,
        AccelerationMode acceleration,
        int memory,
        Optional<Integer> cpus,
        Duration bootTimeout,
        String kernelArguments,
        boolean allModules,
        Path java,
        boolean snapshots,
        WarmMode warm,
        List<Path> writable,
        Optional<DebuggerPort> debugger) {

    /**
     * Reads the settings.
     *
     * @throws io.bpfiterator.failure.BpfException if a setting has a value that is not valid
     */
    public static VmOptions of(Settings settings) {
        return new VmOptions(
                settings.given(VmSettings.QEMU),
                settings.given(VmSettings.VIRTIOFSD),
                settings.value(VmSettings.ACCELERATION),
                settings.value(VmSettings.MEMORY),
                settings.given(VmSettings.CPUS),
                settings.value(VmSettings.BOOT_TIMEOUT),
                settings.given(VmSettings.KERNEL_ARGUMENTS).orElse(""),
                settings.value(VmSettings.ALL_MODULES),
                settings.given(VmSettings.JAVA)
                        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java")),
                settings.value(VmSettings.SNAPSHOTS),
                settings.value(VmSettings.WARM),
                settings.given(VmSettings.WRITABLE).orElse(List.of()),
                DebuggerPort.of(settings));
    }
}
