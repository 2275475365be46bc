package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.AgentLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of the guest's shell scripts that differ from run to run. */
final class GuestScripts {

    /** Where the agent finds its port, which has this name. */
    static final Path PORT = Path.of("/dev/virtio-ports/agent");

    private static final List<Path> FRESH = List.of(Path.of("/tmp"), Path.of("/run"));

    private GuestScripts() {}

    /**
     * Returns what is to be seen of the host's /tmp and /run, and the shares that are writable.
     *
     * @param read files and directories that the agent reads
     */
    static String mounts(List<Path> read, List<Share> shares) {
        Stream<String> kept = outermost(read).stream()
                .filter(path -> FRESH.stream().anyMatch(path::startsWith))
                .filter(path -> shares.stream().noneMatch(share -> path.startsWith(share.path())))
                .map(path -> "keep " + quoted(path.toString()));
        Stream<String> shared = shares.stream()
                .map(share -> "share " + share.tag() + " " + quoted(share.path().toString()));
        return Stream.concat(kept, shared).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns the function that becomes the agent's JVM. */
    static String launch(AgentLaunch launch, Path java) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME",
                "/root",
                "LANG",
                "C.UTF-8"));
        variables.putAll(launch.variables());
        List<String> lines = new ArrayList<>(List.of("launch() {"));
        variables.forEach((name, value) -> lines.add("export " + name + "=" + quoted(value)));
        lines.add("cd " + quoted(launch.workingDirectory().toString()) + " || exit");
        lines.add(launch.command(java.toString(), PORT).stream()
                .map(GuestScripts::quoted)
                .collect(Collectors.joining(" ", "exec ", "")));
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

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
