// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.acceleration;

import io.bpfiterator.failure.Reason;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Architecture;
import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.harness.internal.vm.guest.Console;
import io.bpfiterator.harness.internal.vm.guest.GuestExitDiagnosis;
import io.bpfiterator.harness.internal.vm.guest.Initramfs;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Qemu;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether guests run on the processor, with KVM, or are emulated by TCG.
 *
 * <p>An accessible /dev/kvm does not mean that KVM works: nested in a virtual machine, guests may fail or hang. So a
 * probe boots a kernel with KVM up to its first process. A success is cached until this machine reboots. A failure is
 * cached for an hour, since it may also come from QEMU, a full disk or a high load. A panic is not cached, since it may
 * come from that one kernel.
 *
 * @param accelerator {@code kvm} or {@code tcg}, QEMU's names
 * @param reason why the accelerator is not KVM; empty if it is
 */
public record Acceleration(String accelerator, String reason) {

    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final String RESULT_FILE = "answer";

    /** The previous result stays until the next one replaces it. */
    private static final int MAX_FILES = 2;

    private static final Duration UNTIL_REBOOT = Duration.ofDays(365);
    private static final Duration FAILURE_LIFETIME = Duration.ofHours(1);

    /** Returns KVM if a kernel boots with it, otherwise TCG. */
    public static Acceleration probe(String program, Path kernel, byte[] busybox) {
        return probe(DEVICE, cache(), LIMIT, program, kernel, busybox);
    }

    static Acceleration probe(Path device, Path cache, Duration limit, String program, Path kernel, byte[] busybox) {
        Optional<String> problem = deviceProblem(device);
        if (problem.isPresent()) {
            return tcg(problem.get());
        }
        synchronized (Acceleration.class) {
            Path resultFile = cache.resolve(RESULT_FILE);
            Optional<String> cached = cachedReason(resultFile);
            if (cached.isPresent()) {
                return of(cached.get());
            }
            ProbeResult result = boot(program, kernel, busybox, limit);
            write(cache, result);
            return of(result.reason);
        }
    }

    /**
     * Describes what is known about KVM without a probe.
     *
     * @throws EnvironmentException if machines are emulated
     */
    public static String known() {
        Optional<String> problem = deviceProblem(DEVICE);
        if (problem.isPresent()) {
            throw Files.exists(DEVICE)
                    ? emulated(Reason.NOT_PERMITTED, problem.get(), "Let this user open " + DEVICE)
                    : emulated(Reason.ABSENT, problem.get(), "Enable KVM or nested virtualization");
        }
        Optional<String> reason = cachedReason(cache().resolve(RESULT_FILE));
        if (reason.isEmpty()) {
            return DEVICE + ", which the first virtual machine will probe";
        }
        if (!reason.get().isEmpty()) {
            throw emulated(Reason.REFUSED, reason.get(), "Enable KVM or nested virtualization");
        }
        return DEVICE + ", with which a kernel has booted";
    }

    private static EnvironmentException emulated(Reason reason, String cause, String remedy) {
        return Failure.of(reason, "KVM is not available")
                .because(cause)
                .remedy("Virtual machines are emulated, which is slower. " + remedy)
                .exception(EnvironmentException::new);
    }

    private static Path cache() {
        return CacheDirectory.resolve("kvm");
    }

    private static Optional<String> deviceProblem(Path device) {
        if (Files.isReadable(device) && Files.isWritable(device)) {
            return Optional.empty();
        }
        return Optional.of(Files.exists(device) ? "this user cannot open " + device : device + " does not exist");
    }

    private static Optional<String> cachedReason(Path resultFile) {
        try {
            List<String> lines = Files.exists(resultFile) ? Files.readAllLines(resultFile) : List.of();
            return lines.size() == 3
                            && lines.get(0).equals(bootId())
                            && Instant.parse(lines.get(1)).isAfter(Instant.now())
                    ? Optional.of(lines.get(2))
                    : Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            throw Failure.failed("Cannot read the result of the KVM probe")
                    .because(e)
                    .remedy("Remove " + resultFile)
                    .exception(EnvironmentException::new);
        }
    }

    private static void write(Path cache, ProbeResult result) {
        try {
            List<String> lines =
                    List.of(bootId(), Instant.now().plus(result.lifetime).toString(), result.reason);
            new FileCache(cache, MAX_FILES).create(RESULT_FILE, file -> Files.write(file, lines));
        } catch (IOException e) {
            throw Failure.failed("Cannot write the result of the KVM probe to " + cache.resolve(RESULT_FILE))
                    .because(e)
                    .remedy("Check that the directory is writable and has free space")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns the kernel's identifier of this boot, which changes with a reboot. */
    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /**
     * The result of a probe.
     *
     * @param reason why the kernel did not start its first process; empty if it did
     * @param lifetime how long the result is valid for other machines
     */
    private record ProbeResult(String reason, Duration lifetime) {}

    private static Acceleration of(String reason) {
        return reason.isEmpty() ? new Acceleration("kvm", "") : tcg(reason);
    }

    private static Acceleration tcg(String reason) {
        return new Acceleration("tcg", reason);
    }

    /** Boots a kernel with KVM up to its first process. */
    private static ProbeResult boot(String program, Path kernel, byte[] busybox, Duration limit) {
        try (RunDirectory scratch = RunDirectory.create()) {
            MachineFiles files = new MachineFiles(scratch.path());
            Initramfs.write(files.initramfs(), busybox, List.of(), Map.of());
            Qemu qemu = new Qemu(
                    Architecture.ofThisMachine(),
                    program,
                    "kvm",
                    256,
                    1,
                    new StartSource.Kernel(kernel, files.initramfs(), "rdinit=/probe"),
                    files,
                    List.of(),
                    List.of());
            try (VirtualMachine guest =
                    new VirtualMachine(qemu, "", "KVM", limit, kernel, List.of(), Optional.empty()).start()) {
                String diagnosis = guest.ended().join();
                Console console = guest.console();
                if (console.initAt().isPresent()) {
                    return new ProbeResult("", UNTIL_REBOOT);
                }
                Duration lifetime = console.panic().isPresent() ? Duration.ZERO : FAILURE_LIFETIME;
                return new ProbeResult("in a probe of KVM, " + GuestExitDiagnosis.cause(diagnosis), lifetime);
            }
        }
    }

    /** Returns a short form for the user: {@code KVM}, {@code TCG (/dev/kvm does not exist)}. */
    public String description() {
        return accelerator.toUpperCase(Locale.ROOT) + (reason.isEmpty() ? "" : " (" + reason.split(": ", 2)[0] + ")");
    }
}
