// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.Share;
import io.bpfiterator.harness.internal.vm.qemu.ShellArgument;
import io.bpfiterator.harness.internal.warm.WarmLaunch;
import io.bpfiterator.harness.spi.AgentLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the parts of the guest's shell scripts that differ from run to run. */
public final class GuestScripts {

    /** The name of the agent's virtio port. */
    public static final String AGENT = "agent";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The agent's directory, on a tmpfs of the guest. */
    private static final Path DIRECTORY = Path.of("/run/bpf-iterator/files");

    /**
     * Variables that name libraries to preload on this machine. A library below /tmp or /run is not in the guest, and
     * the loader would report that on the standard error of each program.
     */
    private static final Set<String> PRELOADS = Set.of("LD_PRELOAD", "LD_AUDIT");

    private static final List<Path> EMPTY_IN_GUEST = List.of(Path.of("/tmp"), Path.of("/run"));

    private GuestScripts() {}

    /**
     * Returns commands that set the guest's host name, show parts of the host's /tmp and /run, and mount the writable
     * shares.
     *
     * @param read files and directories that the task reads
     * @param shares the writable shares
     */
    public static String mounts(String hostname, List<Path> read, List<Share> shares) {
        Stream<String> name = Stream.of("echo " + ShellArgument.quoted(hostname) + " >/proc/sys/kernel/hostname");
        List<Path> hidden = read.stream()
                .map(Path::normalize)
                .filter(path -> EMPTY_IN_GUEST.stream().anyMatch(path::startsWith) && !EMPTY_IN_GUEST.contains(path))
                .toList();
        Stream<String> kept = outermost(hidden).stream()
                .filter(path -> shares.stream().noneMatch(share -> path.startsWith(share.path())))
                .map(path -> "keep " + ShellArgument.quoted(path.toString()));
        Stream<String> shared = shares.stream()
                .map(share -> "share " + share.tag() + " "
                        + ShellArgument.quoted(share.path().toString()));
        return Stream.of(name, kept, shared).flatMap(lines -> lines).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns the command that shows a directory of the host as the modules of the guest's kernel. */
    public static String modules(Path directory, String release) {
        return "modules " + ShellArgument.quoted(directory.toString()) + " " + ShellArgument.quoted(release) + "\n";
    }

    /** Returns the names of the ports, for which the guest waits. */
    public static String ports(List<Port> ports) {
        return ports.stream().map(Port::name).collect(Collectors.joining(" ", "", "\n"));
    }

    /** Returns the commands that connect debuggers to the JVM. */
    public static String debugger() {
        return Initramfs.script("debugger");
    }

    /** Returns the shell function {@code launch}, which executes the agent's JVM. */
    public static String launch(AgentLaunch launch, Path java) {
        List<String> command = launch.command(java.toString(), DIRECTORY, Port.DIRECTORY.resolve(AGENT));
        return launch(launch.variables(), launch.workingDirectory(), command);
    }

    /** Returns the shell function {@code launch}, which executes a command. */
    public static String launch(Map<String, String> more, Path workingDirectory, List<String> command) {
        // The shell's own variables are not part of the JVM's environment.
        return launch(variables(more), workingDirectory, "unset OLDPWD PWD SHLVL TERM\nexec " + quoted(command));
    }

    private static Map<String, String> variables(Map<String, String> more) {
        Map<String, String> variables = new TreeMap<>(Map.of("PATH", PATH, "HOME", "/root", "LANG", "C.UTF-8"));
        variables.putAll(more);
        return variables;
    }

    /** Returns the launch that an agent receives which is part of a snapshot. */
    public static WarmLaunch warmLaunch(AgentLaunch launch) {
        return WarmLaunch.of(launch, variables(launch.variables()), DIRECTORY, Port.DIRECTORY.resolve(AGENT));
    }

    /**
     * Returns the shell function {@code launch}, which runs a command in the user's working directory, with the user's
     * environment variables except those that preload libraries.
     *
     * @param streams the function of the script "shell" that connects the command's streams, and its arguments
     * @param environment the user's environment variables
     */
    public static String shell(
            String name, List<String> streams, List<String> command, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.keySet().removeIf(variable -> !variable.matches("[A-Za-z_][A-Za-z0-9_]*"));
        variables.keySet().removeAll(PRELOADS);
        variables.merge("PATH", PATH, (own, usual) -> own + ":" + usual);
        // Debian's default prompt shows this variable.
        variables.put("debian_chroot", name);
        List<String> streamsAndCommand = new ArrayList<>(streams);
        streamsAndCommand.addAll(command);
        return Initramfs.script("shell") + launch(variables, Path.of("").toAbsolutePath(), quoted(streamsAndCommand));
    }

    private static String launch(Map<String, String> variables, Path workingDirectory, String command) {
        List<String> lines = new ArrayList<>(List.of("launch() {"));
        variables.forEach((name, value) -> lines.add("export " + name + "=" + ShellArgument.quoted(value)));
        lines.add("cd " + ShellArgument.quoted(workingDirectory.toString()) + " || exit");
        lines.add(command);
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    /** Returns the paths without those below another one, which need no mount of their own. */
    private static List<Path> outermost(List<Path> paths) {
        List<Path> sorted =
                paths.stream().map(Path::normalize).distinct().sorted().toList();
        return sorted.stream()
                .filter(path -> sorted.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                .toList();
    }

    private static String quoted(List<String> arguments) {
        return arguments.stream().map(ShellArgument::quoted).collect(Collectors.joining(" "));
    }
}
