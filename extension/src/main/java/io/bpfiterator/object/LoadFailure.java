package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.feature.KnownTarget;
import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.kernel.Capability;
import io.bpfiterator.libbpf.LibbpfLog;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Explains why libbpf or the kernel refused to load an object; they answer with a number and a log of many lines. */
final class LoadFailure {

    private final BpfObjectFile file;
    private final List<ObjectDescription.Program> programs;
    private final int errno;
    private final LibbpfLog log;
    private final FeatureProbes probes = FeatureProbes.ofKernel();

    LoadFailure(ObjectDescription description, LoadChoices choices, int errno, LibbpfLog log) {
        this.file = description.file();
        this.programs = description.programs().stream()
                .filter(program -> choices.programs().contains(program.name()))
                .toList();
        this.errno = errno;
        this.log = log;
    }

    static BpfException opening(BpfObjectFile file, int errno, LibbpfLog log) {
        return new BpfException(
                "libbpf can't open " + file + ": " + firstWarning(log, errno)
                        + "; compile it with clang -O2 -g --target=bpf -c",
                errno,
                log.text());
    }

    BpfException explain() {
        if (!Capability.mayLoadIterators()) {
            return unavailable("No privilege to load " + file
                    + ": loading requires CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON. Run as root, in a privileged"
                    + " container, or in a virtual machine: " + OtherKernel.PARAMETER + ".");
        }
        if (!Files.exists(Btf.KERNEL)) {
            return unavailable("The running kernel shows no BTF at " + Btf.KERNEL + ", so " + file
                    + " cannot be loaded. Use a kernel built with CONFIG_DEBUG_INFO_BTF=y.");
        }
        Optional<VerifierLog> verifier = VerifierLog.in(log.warnings());
        return programs.stream()
                .flatMap(program -> withTarget(program, verifier).stream())
                .findFirst()
                .or(() -> verifier.map(this::byVerifier))
                .orElseGet(() -> new BpfException(
                        "libbpf can't load " + file + ": " + firstWarning(log, errno), errno, log.text()));
    }

    /** Explains the failure by the target of an iterator that this kernel does not run; nothing where it does. */
    private Optional<BpfException> withTarget(ObjectDescription.Program program, Optional<VerifierLog> verifier) {
        if (program.target().isEmpty()) {
            return Optional.empty();
        }
        Feature target =
                new Feature(Feature.Kind.ITERATOR, program.target().get().name());
        Availability availability = probes.of(target);
        if (availability.is(Status.ABSENT)) {
            return Optional.of(absent(target));
        }
        boolean explained = verifier.filter(refused ->
                        !refused.sentence().isEmpty() || !refused.program().equals(program.name()))
                .isPresent();
        return !explained && (availability.is(Status.REFUSED) || availability.is(Status.NO_PRIVILEGE))
                ? Optional.of(beforeVerifier(program.name(), " (" + target + ")"))
                : Optional.empty();
    }

    private BpfException absent(Feature target) {
        String there = "; it has: " + String.join(", ", probes.iterators().keySet()) + ".";
        if (!probes.known().has(target)) {
            return new BpfException(
                    "The running kernel has no " + target + ", which " + file + " asks for, and no release of Linux has"
                            + there
                            + probes.known()
                                    .nearest(target)
                                    .map(nearest -> " Did you mean SEC(\"iter/" + nearest + "\")?")
                                    .orElse(" Correct the program's SEC(\"iter/…\")."),
                    errno,
                    log.text());
        }
        return unavailable("The running kernel has no " + target + ", which " + file + " asks for" + there
                + KnownTarget.named(target.name())
                        .map(known -> " Use Linux " + known.since() + " or newer, built with " + known.option())
                        .orElse(" Use another kernel")
                + ": " + OtherKernel.PARAMETER + ".");
    }

    private BpfException byVerifier(VerifierLog verifier) {
        if (verifier.sentence().isEmpty() && (Errno.EPERM.is(errno) || Errno.EACCES.is(errno))) {
            return beforeVerifier(
                    verifier.program(),
                    programs.stream()
                            .filter(program -> program.name().equals(verifier.program()))
                            .map(program -> " (" + program.section() + ")")
                            .findFirst()
                            .orElse(""));
        }
        String refused = "The kernel's verifier refused program " + verifier.program() + " of " + file;
        String sentence =
                verifier.sentence().isEmpty() ? "it gave no reason, " + Errno.describe(errno) : verifier.sentence();
        return verifier.wantsGpl()
                ? new BpfException(
                        refused + " for its licence: " + sentence
                                + "; say char LICENSE[] SEC(\"license\") = \"GPL\" or another that is GPL-compatible",
                        errno,
                        log.text())
                : new BpfException(
                        refused + ": " + sentence
                                + " (the whole log: BpfException.log(), debug = true, or the command's -d)",
                        errno,
                        log.text());
    }

    /** Explains a refusal that is no fault of the program's: the kernel did not look at it. */
    private BpfException beforeVerifier(String program, String kind) {
        return unavailable("The kernel refused to load program " + program + kind + " of " + file
                + " before it read an instruction: " + Errno.describe(errno) + ", although this process has "
                + Capability.loadingIterators()
                + (probes.isPrivileged() ? "" : " in its own user namespace, which does not count")
                + ". Run on another kernel: " + OtherKernel.PARAMETER + ".");
    }

    private BpfException unavailable(String message) {
        return BpfException.unavailable(message, errno, log.text());
    }

    /** Picks libbpf's first warning but for its attempts, the nearest to the cause: the rest tells what failed in turn. */
    private static String firstWarning(LibbpfLog log, int errno) {
        return log.warnings()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("Retrying"))
                .map(line -> line.replaceFirst("^libbpf: ", ""))
                .findFirst()
                .orElseGet(() -> Errno.describe(errno));
    }
}
