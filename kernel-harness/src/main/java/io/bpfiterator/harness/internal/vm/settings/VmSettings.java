// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.settings;

import io.bpfiterator.harness.internal.kernel.KernelSettings;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings of virtual machines, with their documentation. */
public final class VmSettings {

    private static final int A_DAY = 24 * 60 * 60;

    public static final Setting<Integer> MEMORY = Setting.of(
            "bpfiterator.vm.memory",
            ValueType.number("megabytes", 256, 1 << 20),
            "1024",
            "Sets the memory of a virtual machine.");

    public static final Setting<Integer> CPUS = Setting.optional(
            "bpfiterator.vm.cpus",
            ValueType.number("processors", 1, 255),
            "1, or 2 for the only machine of a run"
                    + " ([emulated, with QEMU 8.1 or newer](decisions/0013-processors-of-machines.md))",
            "Sets the number of processors of a virtual machine.");

    public static final Setting<AccelerationMode> ACCELERATION = Setting.of(
            "bpfiterator.vm.acceleration",
            ValueType.constants(AccelerationMode.class),
            "auto",
            "Selects KVM, or TCG (emulation); `auto` selects KVM if a kernel boots with it.");

    public static final Setting<String> KERNEL_ARGUMENTS = Setting.optional(
            "bpfiterator.vm.kernel.arguments",
            ValueType.text("kernel arguments"),
            "none",
            "Adds arguments to the kernel's command line.");

    public static final Setting<Boolean> ALL_MODULES = Setting.of(
            "bpfiterator.vm.modules",
            ValueType.flag(),
            "false",
            "Shows all modules of the kernel in `/lib/modules/RELEASE` of a virtual machine, for `modprobe`; the first"
                    + " use of a kernel downloads its package again.");

    public static final Setting<Duration> BOOT_TIMEOUT = Setting.of(
            "bpfiterator.vm.boot.timeout",
            ValueType.seconds(A_DAY),
            "60",
            "Sets how many seconds a virtual machine may boot before it starts the tests' JVM.");

    public static final Setting<Boolean> SNAPSHOTS = Setting.of(
            "bpfiterator.vm.snapshots",
            ValueType.flag(),
            "true",
            "Resumes an emulated machine from a snapshot of its booted kernel; `false` boots it in each run.");

    public static final Setting<WarmMode> WARM = Setting.of(
            "bpfiterator.vm.warm",
            ValueType.constants(WarmMode.class),
            "auto",
            "Resumes an emulated machine from a snapshot in which [the JVM has run already](machines.md#warm-machines);"
                    + " if it does not exist, `auto` takes it in the background after the run, and `wait` before the"
                    + " JVM exits.");

    public static final Setting<String> QEMU = Setting.optional(
            "bpfiterator.vm.qemu",
            ValueType.text("a command in PATH, or a path"),
            "`qemu-system-x86_64`, or `qemu-system-aarch64` on aarch64",
            "Names the QEMU program.");

    public static final Setting<String> VIRTIOFSD = Setting.optional(
            "bpfiterator.vm.virtiofsd",
            ValueType.text("a path"),
            "where distributions install it",
            "Names the virtiofsd program, which shares files with kernels that have no 9p.");

    public static final Setting<Path> JAVA = Setting.optional(
            "bpfiterator.vm.java",
            ValueType.absolutePath(),
            "`java` of the JDK that runs the build's tests",
            "Names the `java` that runs the tests in a virtual machine.");

    public static final Setting<Boolean> DEBUG = Setting.of(
            "bpfiterator.vm.debug",
            ValueType.flag(),
            "false",
            "Makes the JVM in each virtual machine wait for a debugger of this user on a port of `localhost`, which is"
                    + " printed, and disables all timeouts; in other environments, add `-agentlib:jdwp=…,server=n` to"
                    + " `bpfiterator.agent.jvm` instead, which connects to a debugger that listens.");

    public static final Setting<Integer> DEBUG_PORT = Setting.of(
            "bpfiterator.vm.debug.port",
            ValueType.port(),
            "0",
            "Sets the port for the debugger; `0` is any free port.");

    public static final Setting<List<Path>> WRITABLE = Setting.optional(
            "bpfiterator.vm.writable",
            ValueType.list(ValueType.absolutePath(), ":", "absolute paths, separated by colons"),
            "none",
            "Names directories that a virtual machine may write, which requires a kernel with 9p; on this machine, the"
                    + " files it writes are never executable, set-uid, links or devices.");

    /** All settings, in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            MEMORY,
            CPUS,
            ACCELERATION,
            KERNEL_ARGUMENTS,
            KernelSettings.PACKAGES,
            ALL_MODULES,
            BOOT_TIMEOUT,
            SNAPSHOTS,
            WARM,
            QEMU,
            VIRTIOFSD,
            JAVA,
            DEBUG,
            DEBUG_PORT,
            WRITABLE);

    private VmSettings() {}
}
