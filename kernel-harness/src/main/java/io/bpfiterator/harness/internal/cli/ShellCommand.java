// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.internal.vm.shell.VmShell;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a shell or runs a command on another kernel. */
@Command(
        name = "shell",
        customSynopsis = "bpf-iterator shell [OPTIONS] KERNEL [-- COMMAND...]",
        description = {
            "Open a shell in a virtual machine that runs KERNEL, or run COMMAND in it and exit with its status.",
            "The guest sees this machine's files, read-only, and an empty /tmp. On a terminal, Ctrl-] ends it."
        })
final class ShellCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "KERNEL", description = "A kernel: 6.1, newest, host, /path/to/bzImage, …")
    private String kernel = "";

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            description = "The command to run; by default, the user's shell.")
    private List<String> command = List.of();

    @Option(names = "--memory", paramLabel = "MB", description = "The memory in megabytes; default: 1024.")
    private @Nullable Integer memory;

    @Option(names = "--cpus", paramLabel = "N", description = "The number of processors; default: 1.")
    private @Nullable Integer cpus;

    @Option(
            names = "--writable",
            paramLabel = "DIR",
            description = "A directory that the guest may write to. Can be repeated.")
    private List<Path> writable = List.of();

    @Option(
            names = "--readable",
            paramLabel = "PATH",
            description = "A file or directory below /tmp, /run or /dev that the guest sees too. Can be repeated.")
    private List<Path> readable = List.of();

    @Option(
            names = "--kernel-arguments",
            paramLabel = "ARGUMENTS",
            description = "Arguments to add to the kernel's command line.")
    private @Nullable String kernelArguments;

    @Option(names = "--modules", description = "Show all modules of the kernel, for modprobe.")
    private boolean modules;

    @Option(names = "--acceleration", paramLabel = "KIND", description = "auto, kvm or tcg; default: auto.")
    private @Nullable String acceleration;

    private final Output output;

    ShellCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        return new VmShell(kernel, command, readable, settings(), output::progress, output::log).run();
    }

    /** Returns the settings: an option overrides the system property that tests use. */
    private Settings settings() {
        Map<String, Object> given = new HashMap<>();
        put(given, VmSettings.MEMORY, memory);
        put(given, VmSettings.CPUS, cpus);
        put(given, VmSettings.KERNEL_ARGUMENTS, kernelArguments);
        put(given, VmSettings.ACCELERATION, acceleration);
        put(given, VmSettings.ALL_MODULES, modules ? true : null);
        if (!writable.isEmpty()) {
            put(
                    given,
                    VmSettings.WRITABLE,
                    writable.stream()
                            .map(path -> path.toAbsolutePath().toString())
                            .collect(Collectors.joining(":")));
        }
        if (output.isDebug()) {
            given.merge(VmSettings.KERNEL_ARGUMENTS.key(), "loglevel=7", (own, more) -> more + " " + own);
        }
        return parameter -> Optional.ofNullable(given.get(parameter))
                .map(Object::toString)
                .or(() -> Settings.SYSTEM_PROPERTIES.get(parameter));
    }

    private static void put(Map<String, Object> given, Setting<?> setting, @Nullable Object value) {
        if (value != null) {
            given.put(setting.key(), value);
        }
    }
}
