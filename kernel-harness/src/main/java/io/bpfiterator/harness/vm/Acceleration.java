package io.bpfiterator.harness.vm;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.RunDirectory;
import io.bpfiterator.harness.kernel.Architecture;
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
 * Whether guests can run on the processor, or must be emulated.
 *
 * <p>That /dev/kvm is there says little: in a virtual machine, its guests may fail or hang. So a kernel is booted with it, as
 * far as its first process. A success is kept until the machine is booted anew. A failure is kept for an hour: QEMU, a
 * full disk or a busy machine may be the cause, and KVM may work after all. A panic is not kept, since it may be that
 * kernel's own.
 *
 * @param accelerator kvm or tcg, as QEMU calls them
 * @param reason why it is not kvm; empty if it is
 */
record Acceleration(String accelerator, String reason) {

    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final String ANSWER = "answer";
    private static final Duration UNTIL_BOOTED_ANEW = Duration.ofDays(365);
    private static final Duration FOR_A_WHILE = Duration.ofHours(1);

    /** Returns KVM if a kernel boots with it, or else emulation. */
    static Acceleration probe(String program, Path kernel, byte[] busybox) {
        return probe(DEVICE, cache(), LIMIT, program, kernel, busybox);
    }

    static Acceleration probe(Path device, Path cache, Duration limit, String program, Path kernel, byte[] busybox) {
        Optional<String> closed = closed(device);
        if (closed.isPresent()) {
            return tcg(closed.get());
        }
        synchronized (Acceleration.class) {
            Path answer = cache.resolve(ANSWER);
            Optional<String> kept = kept(answer);
            if (kept.isPresent()) {
                return of(kept.get());
            }
            Trial trial = boot(program, kernel, busybox, limit);
            keep(answer, trial);
            return of(trial.reason);
        }
    }

    /**
     * Returns what is known without a trial.
     *
     * @throws EnvironmentException if machines are emulated
     */
    static String known() {
        Optional<String> reason = closed(DEVICE).or(() -> kept(cache().resolve(ANSWER)));
        if (reason.isEmpty()) {
            return DEVICE + ", which the first virtual machine is going to try";
        }
        if (!reason.get().isEmpty()) {
            throw EnvironmentException.unavailable(
                    "Virtual machines are emulated: " + reason.get()
                            + "; they are faster on a machine whose processor may run guests",
                    0,
                    "");
        }
        return DEVICE + ", with which a kernel has booted";
    }

    private static Path cache() {
        return CompilerOptions.fromSystemProperties().cache().resolve("kvm");
    }

    private static Optional<String> closed(Path device) {
        if (Files.isReadable(device) && Files.isWritable(device)) {
            return Optional.empty();
        }
        return Optional.of(Files.exists(device) ? "this user may not open " + device : "there is no " + device);
    }

    private static Optional<String> kept(Path answer) {
        try {
            List<String> lines = Files.exists(answer) ? Files.readAllLines(answer) : List.of();
            return lines.size() == 3
                            && lines.get(0).equals(bootId())
                            && Instant.parse(lines.get(1)).isAfter(Instant.now())
                    ? Optional.of(lines.get(2))
                    : Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            throw new EnvironmentException("What is known of KVM can't be read: " + e + "; remove " + answer, e);
        }
    }

    private static void keep(Path answer, Trial trial) {
        try {
            Files.createDirectories(answer.getParent());
            Files.write(
                    answer, List.of(bootId(), Instant.now().plus(trial.holds).toString(), trial.reason));
        } catch (IOException e) {
            throw new EnvironmentException("What is known of KVM can't be kept: " + e + "; make room", e);
        }
    }

    /** Returns what is another one after this machine has booted anew. */
    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /** What came of a boot: why there was no first process, or an empty string; and how long it holds for others. */
    private record Trial(String reason, Duration holds) {}

    private static Acceleration of(String reason) {
        return reason.isEmpty() ? new Acceleration("kvm", "") : tcg(reason);
    }

    private static Acceleration tcg(String reason) {
        return new Acceleration("tcg", reason);
    }

    /** Lets a kernel come to its first process with KVM. */
    private static Trial boot(String program, Path kernel, byte[] busybox, Duration limit) {
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
                String words = guest.ended().join();
                Console console = guest.console();
                if (console.initAt().isPresent()) {
                    return new Trial("", UNTIL_BOOTED_ANEW);
                }
                Duration holds = console.panic().isPresent() ? Duration.ZERO : FOR_A_WHILE;
                return new Trial("with KVM, " + GuestExitDiagnosis.withoutRemedy(words), holds);
            }
        }
    }

    /** Returns how it is told to the user in a word or two: {@code KVM}, {@code TCG (there is no /dev/kvm)}. */
    String description() {
        return accelerator.toUpperCase(Locale.ROOT) + (reason.isEmpty() ? "" : " (" + reason.split(": ", 2)[0] + ")");
    }
}
