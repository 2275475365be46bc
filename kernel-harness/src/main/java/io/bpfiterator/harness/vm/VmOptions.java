package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.Environments;
import io.bpfiterator.harness.environment.Settings;
import io.bpfiterator.kernel.BpfException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a virtual machine is made, from the parameters that begin with {@code bpfiterator.vm.}
 *
 * @param qemu {@code qemu}: a command in {@code PATH}, or a path, if not the usual one
 * @param virtiofsd {@code virtiofsd}: a path, if not where distributions install it
 * @param acceleration {@code acceleration}: auto, kvm or tcg
 * @param memory {@code memory}: megabytes
 * @param cpus {@code cpus}: nothing if it is left to {@link Processors}
 * @param alone whether the run has no other machine
 * @param bootTimeout {@code boot.timeout}: seconds until the agent's JVM is to be started
 * @param kernelArguments {@code kernel.arguments}: added to the kernel's command line
 * @param java {@code java}: what runs the agent, if not the JDK that runs the tests
 * @param snapshots {@code snapshots}: false for machines that boot anew each time, though they are emulated
 * @param writable {@code writable}: directories that the guest may write, separated by colons
 * @param debugger {@code debug}, {@code debug.port}: how a debugger reaches the agent's JVM; nothing if none is to
 */
record VmOptions(
        Optional<String> qemu,
        Optional<String> virtiofsd,
        Wish acceleration,
        int memory,
        Optional<Integer> cpus,
        boolean alone,
        Duration bootTimeout,
        String kernelArguments,
        Path java,
        boolean snapshots,
        List<Path> writable,
        Optional<DebuggerPort> debugger) {

    /** What the user wants of KVM. */
    enum Wish {
        AUTO,
        KVM,
        TCG
    }

    private static final String PREFIX = "bpfiterator.vm.";
    static final String MEMORY = PREFIX + "memory";
    static final String ACCELERATION = PREFIX + "acceleration";
    static final String BOOT_TIMEOUT = PREFIX + "boot.timeout";
    static final String SNAPSHOTS = PREFIX + "snapshots";
    static final String QEMU = PREFIX + "qemu";
    static final String VIRTIOFSD = PREFIX + "virtiofsd";

    /** @throws BpfException if a parameter has a value that can't be right */
    static VmOptions of(Settings settings) {
        return new VmOptions(
                settings.get(QEMU),
                settings.get(VIRTIOFSD),
                wish(settings.get(ACCELERATION).orElse("auto")),
                number(settings, MEMORY, 1024, "megabytes"),
                settings.get(PREFIX + "cpus").map(count -> number(settings, PREFIX + "cpus", 1, "processors")),
                isAlone(settings),
                Duration.ofSeconds(number(settings, BOOT_TIMEOUT, 60, "seconds")),
                settings.get(PREFIX + "kernel.arguments").orElse(""),
                path(
                        PREFIX + "java",
                        settings.get(PREFIX + "java").orElse(System.getProperty("java.home") + "/bin/java")),
                flag(settings, SNAPSHOTS, true),
                settings.get(PREFIX + "writable").stream()
                        .flatMap(paths -> Arrays.stream(paths.split(":")))
                        .map(path -> path(PREFIX + "writable", path.strip()))
                        .toList(),
                DebuggerPort.of(settings));
    }

    private static boolean isAlone(Settings settings) {
        return settings.get(Environments.PARAMETER).stream()
                        .flatMap(names -> Arrays.stream(names.split(",")))
                        .filter(name -> name.strip().startsWith(VmProvider.PREFIX))
                        .count()
                == 1;
    }

    private static Wish wish(String text) {
        return Arrays.stream(Wish.values())
                .filter(wish -> wish.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BpfException(ACCELERATION + " is \"" + text + "\"; write auto, kvm or tcg"));
    }

    private static int number(Settings settings, String parameter, int usual, String unit) {
        String text = settings.get(parameter).orElse(String.valueOf(usual));
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw new BpfException(
                    parameter + " is \"" + text + "\"; write a number of " + unit + ", such as " + usual);
        }
        return Integer.parseInt(text);
    }

    static boolean flag(Settings settings, String parameter, boolean usual) {
        String text = settings.get(parameter).orElse(String.valueOf(usual));
        if (!text.equals("true") && !text.equals("false")) {
            throw new BpfException(parameter + " is \"" + text + "\"; write true or false");
        }
        return text.equals("true");
    }

    private static Path path(String parameter, String text) {
        if (!text.startsWith("/")) {
            throw new BpfException(parameter + " has \"" + text + "\"; write absolute paths");
        }
        return Path.of(text).normalize();
    }
}
