// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.harness.internal.environment.Environments;
import io.bpfiterator.harness.internal.vm.MachineRequirements;
import io.bpfiterator.harness.internal.vm.VmProvider;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.kernel.Capability;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.kernel.MountTable;
import io.bpfiterator.internal.libbpf.LibbpfVersion;
import io.bpfiterator.internal.libbpf.SeccompFilter;
import io.bpfiterator.internal.settings.Settings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Checks whether iterators can run on this machine, and prints a line for each check. */
@Command(
        name = "doctor",
        description = "Check whether BPF iterators and their tests can run on this machine, and print what is missing."
                + " The last line says where tests run. The exit status is 0 if they run.")
final class DoctorCommand implements Callable<Integer> {

    private static final int MISSING = 1;

    private final Output output;

    DoctorCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        List<Finding> kernel = List.of(
                Finding.required("kernel", DoctorCommand::kernel),
                Finding.required("BTF", DoctorCommand::btf),
                Finding.required("iterators", DoctorCommand::iterators),
                Finding.required("privilege", DoctorCommand::privilege));
        Finding libbpf = Finding.required("libbpf", () -> LibbpfVersion.loaded().toString());
        Finding bpffs = Finding.required("bpffs", DoctorCommand::temporaryBpffs);
        List<Finding> findings = new ArrayList<>(kernel);
        findings.addAll(List.of(
                libbpf,
                bpffs,
                Finding.optional("mount", DoctorCommand::mountedBpffs),
                Finding.optional("clang", () -> new BpfCompiler().version()),
                Finding.required("java", DoctorCommand::java),
                Finding.optional("auto", DoctorCommand::auto)));
        // Optional, because tests on the running kernel do not need them.
        Environments.questions().forEach((subject, check) -> findings.add(Finding.optional(subject, check)));
        boolean kernelLacks = bpffs.isBlocking() || kernel.stream().anyMatch(Finding::isBlocking);
        Finding tests = Finding.required("tests", () -> tests(libbpf, kernelLacks));
        findings.add(tests);
        output.result(
                findings.stream().map(Finding::line).collect(Collectors.joining(System.lineSeparator())), json -> {
                    json.beginArray();
                    for (Finding finding : findings) {
                        finding.writeTo(json);
                    }
                    json.endArray();
                });
        return tests.isBlocking() ? MISSING : ExitStatus.OK;
    }

    /**
     * Returns where tests run.
     *
     * @param kernelLacks whether the running kernel or this user lacks something that a virtual machine has
     */
    private static String tests(Finding libbpf, boolean kernelLacks) {
        AutoEnvironment auto = AutoEnvironment.decide(Settings.SYSTEM_PROPERTIES);
        if (libbpf.isBlocking() || auto.isHost() && kernelLacks) {
            throw Failure.failed("Tests cannot run")
                    .remedy("See the lines above that begin with missing")
                    .exception(EnvironmentException::new);
        }
        if (auto.isHost()) {
            return "run on this kernel";
        }
        requireMachine(auto.environment());
        return "run in " + auto.environment() + " (auto)"
                + (kernelLacks ? "; what is missing above is required only on this kernel" : "");
    }

    private static void requireMachine(String environment) {
        if (environment.startsWith(VmProvider.PREFIX)) {
            MachineRequirements.of(environment.substring(VmProvider.PREFIX.length()), Settings.SYSTEM_PROPERTIES)
                    .require();
        }
    }

    private static String kernel() {
        KernelRelease running = KernelRelease.running();
        if (!running.isAtLeast(KernelRelease.FIRST_WITH_ITERATORS)) {
            throw Failure.absent("Linux " + running + " has no BPF iterators")
                    .remedy("Use Linux " + KernelRelease.FIRST_WITH_ITERATORS + " or newer")
                    .exception(EnvironmentException::new);
        }
        return "Linux " + running;
    }

    private static String btf() {
        if (!Files.isReadable(Btf.KERNEL)) {
            throw Failure.notFound("The running kernel has no readable BTF at " + Btf.KERNEL)
                    .remedy("Use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                    .exception(EnvironmentException::new);
        }
        return Btf.KERNEL.toString();
    }

    /** Lists the targets that programs can be loaded for, and then those that the kernel names but refuses. */
    private static String iterators() {
        Map<String, Availability> targets = FeatureProbes.ofKernel().iterators();
        String available = names(targets, Status.AVAILABLE);
        if (targets.isEmpty()) {
            throw Failure.notFound("The running kernel's BTF has no iterator target")
                    .remedy("Use a kernel built with CONFIG_BPF_SYSCALL=y")
                    .exception(EnvironmentException::new);
        }
        if (available.isEmpty()) {
            throw Failure.failed("The kernel names the iterators " + String.join(", ", targets.keySet())
                            + ", but none of them can be loaded")
                    .remedy("See the line about privilege")
                    .exception(EnvironmentException::new);
        }
        return targets.values().stream()
                .filter(target -> target.is(Status.REFUSED))
                .findFirst()
                .map(refused -> available + ". The kernel refuses " + names(targets, Status.REFUSED) + ": "
                        + refused.errnoDescription())
                .orElse(available);
    }

    private static String names(Map<String, Availability> targets, Status status) {
        return targets.entrySet().stream()
                .filter(target -> target.getValue().is(status))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static String privilege() {
        if (!Capability.mayLoadIterators()) {
            throw Failure.failed("Cannot load iterators")
                    .because("loading requires CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON")
                    .remedy("Run as root, or in a privileged container")
                    .exception(EnvironmentException::new);
        }
        if (SeccompFilter.forbidsBpf()) {
            throw OutOfResources.filtered(Failure.failed("Cannot load iterators"))
                    .exception(EnvironmentException::new);
        }
        return Capability.loadingIterators();
    }

    private static String temporaryBpffs() {
        TemporaryBpffs.create().close();
        return "a temporary bpffs can be mounted";
    }

    private static String mountedBpffs() {
        try {
            return MountTable.first("bpf")
                    .map(directory -> "a bpffs at " + directory)
                    .orElseThrow(() -> Failure.notFound("No bpffs is mounted, and iter pin requires one")
                            .remedy("Mount one: mount -t bpf bpf /sys/fs/bpf")
                            .exception(EnvironmentException::new));
        } catch (UncheckedIOException e) {
            throw Failure.failed("Cannot read the table of mounts")
                    .because(e)
                    .remedy("Mount a procfs at /proc")
                    .exception(EnvironmentException::new);
        }
    }

    private static String auto() {
        AutoEnvironment auto = AutoEnvironment.decide(Settings.SYSTEM_PROPERTIES);
        return auto.environment() + ", because " + auto.reason();
    }

    private static String java() {
        return Runtime.version() + " in " + System.getProperty("java.home");
    }
}
