// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.internal.kernel.Capability;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.kernel.LockedMemory;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.internal.libbpf.SeccompFilter;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.targets.Target;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Explains why libbpf or the kernel refused to load an object; they report an errno and a log of many lines. */
final class LoadFailure {

    private final ObjectDescription description;
    private final LoadChoices choices;
    private final ObjectFile file;
    private final List<ObjectDescription.Program> programs;
    private final int errno;
    private final LibbpfLog log;
    private final FeatureProbes probes = FeatureProbes.ofKernel();

    LoadFailure(ObjectDescription description, LoadChoices choices, int errno, LibbpfLog log) {
        this.description = description;
        this.choices = choices;
        this.file = description.file();
        this.programs = description.programs().stream()
                .filter(program -> choices.programs().contains(program.name()))
                .toList();
        this.errno = errno;
        this.log = log;
    }

    Failure explain() {
        return cause().log(log.text());
    }

    private Failure cause() {
        Optional<Failure> outOfResources = OutOfResources.explain("Cannot load " + file, errno);
        if (outOfResources.isPresent()) {
            return outOfResources.get();
        }
        if (SeccompFilter.forbidsBpf(errno)) {
            return OutOfResources.filtered(Failure.failed("Cannot load " + file));
        }
        if (!Capability.mayLoadIterators()) {
            return Failure.notPermitted("Cannot load " + file)
                    .because("this process has neither CAP_SYS_ADMIN nor both CAP_BPF and CAP_PERFMON")
                    .remedy("Run as root, in a privileged container, or in a virtual machine: "
                            + OtherKernel.selection());
        }
        Optional<Failure> locked = LockedMemory.explain("Cannot load " + file, errno);
        if (locked.isPresent()) {
            return locked.get();
        }
        if (!Files.exists(Btf.KERNEL)) {
            return Failure.absent("Cannot load " + file)
                    .because("the running kernel provides no BTF at " + Btf.KERNEL)
                    .remedy("Use a kernel built with CONFIG_DEBUG_INFO_BTF=y");
        }
        if (description.isConfigured() && log.warnings().contains("system Kconfig")) {
            return Failure.absent("Cannot load " + file)
                    .because("it has __kconfig variables, and this kernel's configuration was not found: searched "
                            + System.getProperty(
                                    ExtensionSettings.KCONFIG_PLACES,
                                    "/boot/config-" + KernelRelease.running() + ", /proc/config.gz"))
                    .remedy("Name a file that has it with -D" + ExtensionSettings.KCONFIG + "=FILE");
        }
        Optional<Failure> map = MapFailure.in(log, description, choices);
        if (map.isPresent()) {
            return map.get();
        }
        Optional<VerifierLog> verifier = VerifierLog.last(log.warnings());
        return programs.stream()
                .flatMap(program -> byTarget(program, verifier).stream())
                .findFirst()
                .or(() -> verifier.map(this::byVerifier))
                .orElseGet(this::byLibbpf);
    }

    private Failure byLibbpf() {
        String known = OutOfResources.remedy(errno);
        return Failure.failed("libbpf cannot load " + file)
                .because(log.firstWarning())
                .remedy(known.isEmpty() ? "See libbpf's whole log in BpfException.log()" : known);
    }

    /** Explains the failure by an iterator's target that this kernel lacks or refuses; empty if the kernel runs it. */
    private Optional<Failure> byTarget(ObjectDescription.Program program, Optional<VerifierLog> verifier) {
        if (program.target().isEmpty()) {
            return Optional.empty();
        }
        Feature target = new Feature(Feature.Kind.ITERATOR, program.target().get());
        Availability availability = probes.of(target);
        if (availability.is(Status.ABSENT)) {
            return Optional.of(absent(target).program(program.name()));
        }
        boolean explained = verifier.filter(refused ->
                        !refused.sentence().isEmpty() || !refused.program().equals(program.name()))
                .isPresent();
        return !explained && (availability.is(Status.REFUSED) || availability.is(Status.NO_PRIVILEGE))
                ? Optional.of(
                        beforeVerifier(program.name(), " (" + target + ")").program(program.name()))
                : Optional.empty();
    }

    private Failure absent(Feature target) {
        String cause = "the running kernel has no " + target;
        Failure failure = probes.known().has(target)
                ? Failure.absent("Cannot load " + file).because(cause).remedy(otherKernel(target))
                : Failure.invalid("Cannot load " + file)
                        .because(cause + ", and no release of Linux has one")
                        .remedy(correction(target));
        return failure.details("The running kernel's iterator targets: "
                + String.join(", ", probes.iterators().keySet()));
    }

    private static String otherKernel(Feature target) {
        return Target.named(target.name())
                        .map(known -> "Use Linux " + known.since() + " or newer, built with " + known.option())
                        .orElse("Use another kernel")
                + ": " + OtherKernel.selection();
    }

    private String correction(Feature target) {
        return probes.known()
                .nearest(target)
                .map(nearest -> "Did you mean SEC(\"iter/" + nearest + "\")?")
                .orElse("Correct the program's SEC(\"iter/…\")");
    }

    private Failure byVerifier(VerifierLog verifier) {
        if (verifier.sentence().isEmpty() && (Errno.EPERM.is(errno) || Errno.EACCES.is(errno))) {
            return beforeVerifier(
                            verifier.program(),
                            programs.stream()
                                    .filter(program -> program.name().equals(verifier.program()))
                                    .map(program -> " (" + program.section() + ")")
                                    .findFirst()
                                    .orElse(""))
                    .program(verifier.program());
        }
        return new VerifierFailure(description, verifier).explain().program(verifier.program());
    }

    /** Explains a refusal that the program is not responsible for: the kernel did not look at it. */
    private Failure beforeVerifier(String program, String kind) {
        Reason reason = probes.isPrivileged() ? Reason.REFUSED : Reason.NOT_PERMITTED;
        String privilege = Capability.loadingIterators()
                + (probes.isPrivileged() ? "" : " in its own user namespace, which does not count");
        if (OutOfResources.isFiltered()) {
            return Failure.of(reason, "Cannot load program " + program + kind + " of " + file)
                    .because("the kernel or the seccomp filter of this process refused it before reading an"
                            + " instruction, although this process has " + privilege)
                    .remedy(OutOfResources.WITHOUT_FILTER + ", or run on another kernel: " + OtherKernel.selection());
        }
        return Failure.of(reason, "Cannot load program " + program + kind + " of " + file)
                .because("the kernel refused it before reading an instruction, although this process has " + privilege)
                .remedy("Run on another kernel: " + OtherKernel.selection());
    }
}
