// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Architecture;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.guest.Busybox;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.SearchPath;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks what a virtual machine requires of this one: QEMU, {@code setpriv}, a static busybox, and a source of its
 * kernel.
 *
 * <p>Everything is looked up before anything is reported as missing. Nothing is booted or fetched.
 */
public final class MachineRequirements {

    private static final String QEMU = "QEMU";
    private static final String SETPRIV = "setpriv";
    private static final String BUSYBOX = "busybox";
    private static final String KERNEL = "vm kernel";

    /**
     * @param debian the Debian package to install; empty if none helps
     * @param fedora the Fedora package to install; empty if none helps
     * @param lookup returns what was found, or throws a {@link EnvironmentException} that says what is missing
     */
    private record Requirement(String subject, String debian, String fedora, Supplier<String> lookup) {

        Finding find() {
            try {
                return new Finding(this, true, lookup.get());
            } catch (DiagnosedException missing) {
                return new Finding(this, false, missing.getMessage());
            }
        }
    }

    /** @param message what was found, or what is missing */
    private record Finding(Requirement requirement, boolean met, String message) {}

    private final Optional<String> namedQemu;
    private final List<Path> busyboxLocations;
    private final Supplier<String> kernelSource;

    /**
     * @param namedQemu the QEMU that the user has set
     * @param kernelSource returns where the kernel comes from, or throws a {@link EnvironmentException}
     */
    MachineRequirements(Optional<String> namedQemu, List<Path> busyboxLocations, Supplier<String> kernelSource) {
        this.namedQemu = namedQemu;
        this.busyboxLocations = busyboxLocations;
        this.kernelSource = kernelSource;
    }

    MachineRequirements(VmOptions options, Supplier<String> kernelSource) {
        this(options.qemu(), Busybox.LOCATIONS, kernelSource);
    }

    /**
     * Returns the requirements of a virtual machine.
     *
     * @param kernel the kernel's name without {@code vm:}, such as {@code 6.12}
     * @throws EnvironmentException if a setting has a value that is not valid
     */
    public static MachineRequirements of(String kernel, Settings settings) {
        Kernels kernels = Kernels.ofThisMachine(settings, line -> {});
        return new MachineRequirements(VmOptions.of(settings), () -> kernels.origin(kernel));
    }

    /**
     * Checks that all requirements are met.
     *
     * @throws EnvironmentException if one is not; {@link EnvironmentException#isUnavailable()} is true, and the message
     *     lists what is missing, what was found, and what to install
     */
    public void require() {
        List<Finding> findings = all().stream().map(Requirement::find).toList();
        List<Finding> missing =
                findings.stream().filter(finding -> !finding.met).toList();
        if (!missing.isEmpty()) {
            throw Failure.absent("Cannot start a virtual machine")
                    .because(missing.stream()
                            .map(finding -> finding.message.replaceFirst("\\.$", ""))
                            .collect(Collectors.joining(". ")))
                    .remedy(installation(missing))
                    .details(findings.stream()
                            .filter(Finding::met)
                            .map(finding -> "  found " + finding.requirement.subject + ": " + finding.message)
                            .collect(Collectors.joining("\n")))
                    .exception(EnvironmentException::new);
        }
    }

    /**
     * Returns a question for each requirement, by its subject, in a fixed order. A question throws an {@link
     * EnvironmentException} if the requirement is not met.
     */
    Map<String, Supplier<String>> questions() {
        Map<String, Supplier<String>> questions = new LinkedHashMap<>();
        List.of(QEMU, SETPRIV, BUSYBOX, KERNEL).forEach(subject -> questions.put(subject, () -> answer(subject)));
        return questions;
    }

    /**
     * Returns the QEMU program.
     *
     * @throws EnvironmentException if it is missing
     */
    Path qemu() {
        return Path.of(answer(QEMU));
    }

    private String answer(String subject) {
        Finding finding = all().stream()
                .filter(requirement -> requirement.subject.equals(subject))
                .findFirst()
                .orElseThrow()
                .find();
        if (!finding.met) {
            throw Failure.absent(finding.message)
                    .remedy(installation(List.of(finding)))
                    .exception(EnvironmentException::new);
        }
        return finding.message;
    }

    private List<Requirement> all() {
        Architecture architecture = Architecture.ofThisMachine();
        return List.of(
                namedQemu
                        .map(named -> new Requirement(QEMU, "", "", () -> named(named)))
                        .orElseGet(() -> new Requirement(
                                QEMU,
                                architecture.debianPackage(),
                                architecture.fedoraPackage(),
                                () -> program(architecture.qemu()))),
                new Requirement(SETPRIV, "util-linux", "util-linux", () -> program("setpriv")),
                new Requirement(BUSYBOX, "busybox-static", "busybox", () -> Busybox.file(busyboxLocations)
                        .toString()),
                new Requirement(KERNEL, "", "", kernelSource));
    }

    private static String program(String program) {
        return SearchPath.find(program).map(Path::toString).orElseThrow(() -> Failure.absent(
                        program + " is not in PATH (" + SearchPath.directories() + ")")
                .exception(EnvironmentException::new));
    }

    private static String named(String program) {
        return SearchPath.find(program).map(Path::toString).orElseThrow(() -> Failure.absent(
                        VmSettings.QEMU + " names " + program + ", which is not a program that this user can run")
                .remedy("Correct or remove the setting")
                .exception(EnvironmentException::new));
    }

    private static String installation(List<Finding> missing) {
        String debian = packages(missing, Requirement::debian);
        return debian.isEmpty()
                ? ""
                : "Install what is missing with apt-get install " + debian + " (Debian, Ubuntu), or dnf install "
                        + packages(missing, Requirement::fedora) + " (Fedora)";
    }

    private static String packages(List<Finding> missing, Function<Requirement, String> name) {
        return missing.stream()
                .map(finding -> name.apply(finding.requirement))
                .filter(each -> !each.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
