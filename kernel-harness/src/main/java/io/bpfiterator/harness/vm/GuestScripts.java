package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.AgentLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of the guest's shell scripts that differ from run to run. */
final class GuestScripts {

    /** The name of the agent's port. */
    static final String AGENT = "agent";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The agent's own, in the guest's memory. */
    private static final Path DIRECTORY = Path.of("/run/bpf-iterator/files");

    /**
     * Libraries that this machine's processes load beside their own. A library below /tmp or /run is not in the guest,
     * and the loader would complain on the standard error of each program.
     */
    private static final Set<String> PRELOADS = Set.of("LD_PRELOAD", "LD_AUDIT");

    private static final List<Path> FRESH = List.of(Path.of("/tmp"), Path.of("/run"));

    private GuestScripts() {}

    /**
     * Returns the guest's name, what is to be seen of the host's /tmp and /run, and the shares that are writable.
     *
     * @param read files and directories that the agent reads
     */
    static String mounts(String hostname, List<Path> read, List<Share> shares) {
        Stream<String> name = Stream.of("echo " + quoted(hostname) + " >/proc/sys/kernel/hostname");
        Stream<String> kept = outermost(read).stream()
                .filter(path -> FRESH.stream().anyMatch(path::startsWith) && !FRESH.contains(path))
                .filter(path -> shares.stream().noneMatch(share -> path.startsWith(share.path())))
                .map(path -> "keep " + quoted(path.toString()));
        Stream<String> shared = shares.stream()
                .map(share -> "share " + share.tag() + " " + quoted(share.path().toString()));
        return Stream.of(name, kept, shared).flatMap(lines -> lines).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns the names that the guest waits for. */
    static String ports(List<Port> ports) {
        return ports.stream().map(Port::name).collect(Collectors.joining(" ", "", "\n"));
    }

    /** Returns what connects debuggers with the JVM. */
    static String debugger() {
        return Initramfs.script("debugger");
    }

    /** Returns the function that becomes the agent's JVM. */
    static String launch(AgentLaunch launch, Path java) {
        Map<String, String> variables = new TreeMap<>(Map.of("PATH", PATH, "HOME", "/root", "LANG", "C.UTF-8"));
        variables.putAll(launch.variables());
        List<String> words = launch.command(java.toString(), DIRECTORY, Port.DIRECTORY.resolve(AGENT));
        return launch(variables, launch.workingDirectory(), "exec " + quoted(words));
    }

    /**
     * Returns the function that runs a command for the user, where the user is, and in the same environment but for
     * what the loader preloads on this machine.
     *
     * @param before the words that say which streams it has
     * @param environment the user's environment variables
     */
    static String shell(String name, List<String> before, List<String> command, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.keySet().removeIf(variable -> !variable.matches("[A-Za-z_][A-Za-z0-9_]*"));
        variables.keySet().removeAll(PRELOADS);
        variables.merge("PATH", PATH, (own, usual) -> own + ":" + usual);
        // Debian's prompt shows it.
        variables.put("debian_chroot", name);
        List<String> words = new ArrayList<>(before);
        words.addAll(command);
        return Initramfs.script("shell") + launch(variables, Path.of("").toAbsolutePath(), quoted(words));
    }

    private static String launch(Map<String, String> variables, Path workingDirectory, String command) {
        List<String> lines = new ArrayList<>(List.of("launch() {"));
        variables.forEach((name, value) -> lines.add("export " + name + "=" + quoted(value)));
        lines.add("cd " + quoted(workingDirectory.toString()) + " || exit");
        lines.add(command);
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    /** What lies below another needs no mount of its own. */
    private static List<Path> outermost(List<Path> paths) {
        List<Path> sorted =
                paths.stream().map(Path::normalize).distinct().sorted().toList();
        return sorted.stream()
                .filter(path -> sorted.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                .toList();
    }

    private static String quoted(List<String> words) {
        return words.stream().map(GuestScripts::quoted).collect(Collectors.joining(" "));
    }

    /** Returns a word as a shell takes it, whatever is in it. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
