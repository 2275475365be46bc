package io.bpfiterator.harness.vm;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.Architecture;
import io.bpfiterator.harness.kernel.Kernels;
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
 * What a virtual machine requires of this one: QEMU, {@code setpriv}, a static busybox, and a source of its kernel.
 *
 * <p>All of it is looked for before anything is reported as missing. Nothing is booted or fetched.
 */
public final class MachineRequirements {

    private static final String QEMU = "QEMU";
    private static final String SETPRIV = "setpriv";
    private static final String BUSYBOX = "busybox";
    private static final String KERNEL = "vm kernel";

    /**
     * @param debian the package that has it; empty if no package helps
     * @param fedora the same for Fedora
     * @param look returns what was found, or throws a {@link EnvironmentException} that says what is missing
     */
    private record Requirement(String subject, String debian, String fedora, Supplier<String> look) {

        Finding find() {
            try {
                return new Finding(this, true, look.get());
            } catch (DiagnosedException missing) {
                return new Finding(this, false, missing.getMessage());
            }
        }
    }

    /** @param answer what was found, or what is missing */
    private record Finding(Requirement requirement, boolean met, String answer) {}

    private final Optional<String> namedQemu;
    private final List<Path> busyboxLocations;
    private final Supplier<String> kernelOrigin;

    /**
     * @param namedQemu the program that the user named
     * @param kernelOrigin returns where the kernel comes from, or throws a {@link EnvironmentException}
     */
    MachineRequirements(Optional<String> namedQemu, List<Path> busyboxLocations, Supplier<String> kernelOrigin) {
        this.namedQemu = namedQemu;
        this.busyboxLocations = busyboxLocations;
        this.kernelOrigin = kernelOrigin;
    }

    MachineRequirements(VmOptions options, Supplier<String> kernelOrigin) {
        this(options.qemu(), Busybox.LOCATIONS, kernelOrigin);
    }

    /**
     * Returns the requirements of the machine of a kernel.
     *
     * @param kernel its name without {@code vm:}, such as {@code 6.12}
     * @throws EnvironmentException if a setting has a value that is not valid
     */
    public static MachineRequirements of(String kernel, Settings settings) {
        Kernels kernels = Kernels.ofThisMachine(settings, line -> {});
        return new MachineRequirements(VmOptions.of(settings), () -> kernels.origin(kernel));
    }

    /**
     * Makes sure that all of them are met.
     *
     * @throws EnvironmentException that is unavailable, if one is not; its message lists all that was looked for, and says what
     *     to install
     */
    public void require() {
        List<Finding> findings = all().stream().map(Requirement::find).toList();
        List<Finding> missing =
                findings.stream().filter(finding -> !finding.met).toList();
        if (!missing.isEmpty()) {
            throw EnvironmentException.unavailable(
                    "A virtual machine cannot be started: "
                            + missing.stream().map(Finding::answer).collect(Collectors.joining("; "))
                            + installation(missing)
                            + findings.stream()
                                    .filter(Finding::met)
                                    .map(finding -> "\n  found " + finding.requirement.subject + ": " + finding.answer)
                                    .collect(Collectors.joining()),
                    0,
                    "");
        }
    }

    /** Returns a question for each requirement, by its subject; the question fails if that one is not met. */
    Map<String, Supplier<String>> questions() {
        Map<String, Supplier<String>> questions = new LinkedHashMap<>();
        List.of(QEMU, SETPRIV, BUSYBOX, KERNEL).forEach(subject -> questions.put(subject, () -> answer(subject)));
        return questions;
    }

    /**
     * Returns the program that runs machines.
     *
     * @throws EnvironmentException if there is none
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
            throw EnvironmentException.unavailable(finding.answer + installation(List.of(finding)), 0, "");
        }
        return finding.answer;
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
                new Requirement(KERNEL, "", "", kernelOrigin));
    }

    private static String program(String program) {
        return Programs.find(program)
                .map(Path::toString)
                .orElseThrow(() -> EnvironmentException.unavailable(
                        "no program " + program + " in PATH (" + Programs.path() + ")", 0, ""));
    }

    private static String named(String program) {
        return Programs.find(program)
                .map(Path::toString)
                .orElseThrow(() -> EnvironmentException.unavailable(
                        VmSettings.QEMU + " names " + program
                                + ", which is not a program that this user can run. Correct" + " it, or remove it",
                        0,
                        ""));
    }

    private static String installation(List<Finding> missing) {
        String debian = packages(missing, Requirement::debian);
        return debian.isEmpty()
                ? ""
                : ". Install what is missing with apt-get install " + debian + " (Debian, Ubuntu), or dnf install "
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
