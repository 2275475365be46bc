package io.bpfiterator.harness.cli;

import io.bpfiterator.bpffs.Bpffs;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.clang.BpfCompiler;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.Environments;
import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.kernel.Capability;
import io.bpfiterator.kernel.KernelRelease;
import io.bpfiterator.object.LibbpfVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Says whether iterators can run on this machine, line by line. */
@Command(name = "doctor", description = "Say whether iterators can run on this machine, and what is missing.")
final class DoctorCommand implements Callable<Integer> {

    private static final int SOMETHING_MISSING = 1;
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final Output output;

    DoctorCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(List.of(
                Finding.needed("kernel", DoctorCommand::kernel),
                Finding.needed("BTF", DoctorCommand::btf),
                Finding.needed("iterators", DoctorCommand::iterators),
                Finding.needed("privilege", DoctorCommand::privilege),
                Finding.needed("libbpf", () -> LibbpfVersion.loaded().toString()),
                Finding.needed("bpffs", DoctorCommand::temporaryBpffs),
                Finding.useful("mount", DoctorCommand::mountedBpffs),
                Finding.useful("clang", () -> new BpfCompiler().version()),
                Finding.needed("java", DoctorCommand::java)));
        findings.add(Finding.useful("auto", DoctorCommand::auto));
        // Not in the way of tests on this machine's own kernel.
        Environments.questions().forEach((subject, question) -> findings.add(Finding.useful(subject, question)));
        output.result(
                findings.stream().map(Finding::line).collect(Collectors.joining(System.lineSeparator())), json -> {
                    json.beginArray();
                    for (Finding finding : findings) {
                        finding.writeTo(json);
                    }
                    json.endArray();
                });
        return findings.stream().anyMatch(Finding::isInTheWay) ? SOMETHING_MISSING : ExitStatus.OK;
    }

    private static String kernel() {
        KernelRelease running = KernelRelease.running();
        if (!running.isAtLeast(KernelRelease.FIRST_WITH_ITERATORS)) {
            throw new EnvironmentException(
                    "Linux " + running + " has no iterators; use " + KernelRelease.FIRST_WITH_ITERATORS + " or newer");
        }
        return "Linux " + running;
    }

    private static String btf() {
        if (!Files.isReadable(Btf.KERNEL)) {
            throw new EnvironmentException("The running kernel shows no BTF at " + Btf.KERNEL
                    + "; iterators need a kernel built with CONFIG_DEBUG_INFO_BTF=y");
        }
        return Btf.KERNEL.toString();
    }

    /**
     * Lists the targets that programs can be loaded for; those that the kernel names and does not run come after them.
     */
    private static String iterators() {
        Map<String, Availability> targets = FeatureProbes.ofKernel().iterators();
        String available = names(targets, Status.AVAILABLE);
        if (targets.isEmpty()) {
            throw new EnvironmentException(
                    "The running kernel's BTF has no iterator target; use a kernel with CONFIG_BPF_SYSCALL=y");
        }
        if (available.isEmpty()) {
            throw new EnvironmentException("No iterator can be loaded here, though the kernel names "
                    + String.join(", ", targets.keySet()) + ": see the line about privilege");
        }
        String refused = names(targets, Status.REFUSED);
        return available
                + (refused.isEmpty()
                        ? ""
                        : "; the kernel refuses " + refused + ": "
                                + targets.get(refused.split(", ")[0]).errnoDescription());
    }

    private static String names(Map<String, Availability> targets, Status status) {
        return targets.entrySet().stream()
                .filter(target -> target.getValue().is(status))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static String privilege() {
        if (!Capability.mayLoadIterators()) {
            throw new EnvironmentException(
                    "Loading iterators takes CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON; run as root, or"
                            + " in a privileged container");
        }
        return Capability.loadingIterators();
    }

    private static String temporaryBpffs() {
        Bpffs.temporary().close();
        return "a temporary one can be had";
    }

    private static String mountedBpffs() {
        try (var mounts = Files.lines(MOUNTS)) {
            return mounts.map(mount -> mount.split(" "))
                    .filter(fields -> fields[2].equals("bpf"))
                    .map(fields -> fields[1])
                    .findFirst()
                    .map(directory -> "a bpffs at " + directory)
                    .orElseThrow(() -> new EnvironmentException(
                            "No bpffs is mounted for iter pin; mount one: mount -t bpf bpf /sys/fs/bpf"));
        } catch (IOException e) {
            throw new EnvironmentException("The mounts can't be read from " + MOUNTS + "; mount a procfs at /proc", e);
        }
    }

    private static String auto() {
        AutoEnvironment auto = AutoEnvironment.decide(Settings.SYSTEM_PROPERTIES);
        return auto.environment() + ", since " + auto.reason();
    }

    private static String java() {
        return Runtime.version() + " in " + System.getProperty("java.home");
    }
}
