package io.bpfiterator.harness.vm;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.harness.environment.RunDirectory;
import io.bpfiterator.harness.kernel.Architecture;
import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether guests can run on the processor, or must be emulated.
 *
 * <p>That /dev/kvm is there says little: in a virtual machine, its guests may fail or hang. So a kernel is booted with it, as
 * far as its first process, and what came of it is kept until the machine is booted anew; not a panic, which may be that
 * kernel's own.
 *
 * @param accelerator kvm or tcg, as QEMU calls them
 * @param reason why it is not kvm; empty if it is
 */
record Acceleration(String accelerator, String reason) {

    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(8);

    /** Returns KVM if a kernel boots with it, or else emulation. */
    static Acceleration probe(String program, Path kernel, byte[] busybox) {
        Path cache = CompilerOptions.fromSystemProperties().cache().resolve("kvm");
        return probe(DEVICE, cache, LIMIT, program, kernel, busybox);
    }

    static Acceleration probe(Path device, Path cache, Duration limit, String program, Path kernel, byte[] busybox) {
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return tcg(Files.exists(device) ? "this user may not open " + device : "there is no " + device);
        }
        synchronized (Acceleration.class) {
            try {
                String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip();
                Path answer = Files.createDirectories(cache).resolve("answer");
                List<String> known = Files.exists(answer) ? Files.readAllLines(answer) : List.of();
                if (known.size() == 2 && known.get(0).equals(boot)) {
                    return of(known.get(1));
                }
                Trial trial = boot(program, kernel, busybox, limit);
                if (!trial.panicked) {
                    Files.write(answer, List.of(boot, trial.reason));
                }
                return of(trial.reason);
            } catch (IOException e) {
                throw new BpfException("What is known of KVM can't be kept: " + e + "; make room", e);
            }
        }
    }

    /** What came of a boot: why there was no first process, or an empty string; and whether the kernel panicked. */
    private record Trial(String reason, boolean panicked) {}

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
                    new Origin.Kernel(kernel, files.initramfs(), "rdinit=/probe"),
                    files,
                    List.of(),
                    List.of());
            try (VirtualMachine guest =
                    new VirtualMachine(qemu, "", "KVM", limit, List.of(), Optional.empty()).start()) {
                String words = guest.ended().join();
                Console console = guest.console();
                return console.initAt().isPresent()
                        ? new Trial("", false)
                        : new Trial(
                                "with KVM, " + Ending.withoutRemedy(words),
                                console.panic().isPresent());
            }
        }
    }

    /** Returns how it is told to the user in a word or two: {@code KVM}, {@code TCG (there is no /dev/kvm)}. */
    String description() {
        return accelerator.toUpperCase(Locale.ROOT) + (reason.isEmpty() ? "" : " (" + reason.split(": ", 2)[0] + ")");
    }
}
