package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a virtual machine is made, as {@link VmSettings} say.
 *
 * @param qemu a command in {@code PATH}, or a path; empty for the usual one
 * @param virtiofsd a path; empty for where distributions install it
 * @param memory megabytes
 * @param cpus empty if it is left to {@link Processors}
 * @param isOnlyMachine whether the run has no other machine
 * @param bootTimeout until the agent's JVM is to be started
 * @param kernelArguments added to the kernel's command line
 * @param java what runs the agent
 * @param snapshots false for machines that boot in each run, though they are emulated
 * @param writable directories that the guest may write
 * @param debugger how a debugger reaches the agent's JVM; empty if none is to
 */
record VmOptions(
        Optional<String> qemu,
        Optional<String> virtiofsd,
        AccelerationMode acceleration,
        int memory,
        Optional<Integer> cpus,
        boolean isOnlyMachine,
        Duration bootTimeout,
        String kernelArguments,
        Path java,
        boolean snapshots,
        List<Path> writable,
        Optional<DebuggerPort> debugger) {

    /** @throws io.bpfiterator.failure.BpfException if a setting is wrong */
    static VmOptions of(Settings settings) {
        return new VmOptions(
                settings.given(VmSettings.QEMU),
                settings.given(VmSettings.VIRTIOFSD),
                settings.value(VmSettings.ACCELERATION),
                settings.value(VmSettings.MEMORY),
                settings.given(VmSettings.CPUS),
                isOnlyMachine(settings),
                settings.value(VmSettings.BOOT_TIMEOUT),
                settings.given(VmSettings.KERNEL_ARGUMENTS).orElse(""),
                settings.given(VmSettings.JAVA)
                        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java")),
                settings.value(VmSettings.SNAPSHOTS),
                settings.given(VmSettings.WRITABLE).orElse(List.of()),
                DebuggerPort.of(settings));
    }

    private static boolean isOnlyMachine(Settings settings) {
        return settings.given(HarnessSettings.ENVIRONMENTS).stream()
                        .flatMap(List::stream)
                        .filter(name -> name.startsWith(VmProvider.PREFIX))
                        .count()
                == 1;
    }
}
