// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import io.bpfiterator.harness.internal.cds.CdsClassPath;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.warm.Renewal;
import io.bpfiterator.harness.internal.warm.WarmAgent;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.cache.FileCache;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The launch of an agent that is part of a warm snapshot: what is the same for all runs that resume from it.
 *
 * @param java the {@code java} of the guest, which this machine has at the same path
 * @param jvmArguments those that a running JVM cannot be given
 */
public record WarmAgentLaunch(
        Path java, List<String> jvmArguments, Map<String, String> variables, Frameworks frameworks) {

    private static final Path OBJECT = Path.of("/training.bpf.o");
    private static final Path SCRIPT = Path.of("/launch-warm");

    /** The loader's list of libraries, which changes when one of them is installed or removed. */
    private static final Path LIBRARIES = Path.of("/etc/ld.so.cache");

    /** Prefixes of system properties that the JDK or JNA reads when it starts. */
    private static final List<String> READ_AT_START =
            List.of("-Djava.", "-Djdk.", "-Dsun.", "-Duser.", "-Dfile.", "-Dnative.", "-Djna.");

    /** A JVM can read it again, and the one that runs the build sets it when a class first asks for the time zone. */
    private static final String TIME_ZONE = "-Duser.timezone=";

    private static final List<String> INSTRUMENTATION = List.of("-javaagent:", "-agentlib:", "-agentpath:");

    /** Returns what the agent of a launch is started with. */
    public static WarmAgentLaunch of(AgentLaunch launch, Path java) {
        List<String> arguments = new ArrayList<>(
                launch.jvmArguments().stream().filter(WarmAgentLaunch::isFixed).toList());
        Renewal.OPENED.forEach(opened -> arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        return new WarmAgentLaunch(
                java,
                List.copyOf(arguments),
                locale(launch.variables()),
                Frameworks.of(CdsClassPath.of(launch.classPath()).classPath()));
    }

    /** The JVM reads these variables when it starts; others are set when the agent takes over the launch. */
    private static Map<String, String> locale(Map<String, String> variables) {
        Map<String, String> locale = new TreeMap<>(variables);
        locale.keySet().removeIf(name -> !name.startsWith("LC_") && !name.equals("LANG") && !name.equals("TZ"));
        return locale;
    }

    /** Other properties are set when the agent takes over the launch. */
    private static boolean isFixed(String argument) {
        return !argument.startsWith("-D")
                || READ_AT_START.stream().anyMatch(argument::startsWith) && !argument.startsWith(TIME_ZONE);
    }

    /** Returns why a launch needs a JVM of its own; empty if a warm agent can take it over. */
    public static Optional<String> obstacle(AgentLaunch launch) {
        Optional<String> instrumentation = launch.jvmArguments().stream()
                .filter(argument -> INSTRUMENTATION.stream().anyMatch(argument::startsWith))
                .findFirst();
        if (instrumentation.isPresent()) {
            return Optional.of("a running JVM cannot be given " + instrumentation.get());
        }
        CdsClassPath classPath = CdsClassPath.of(launch.classPath());
        if (classPath.hasInDirectory(WarmAgent.CLASS_FILE)) {
            return Optional.of("the kernel harness is in a directory of the class path, and not in a jar");
        }
        return classPath
                .fileInDirectoryAndJar()
                .map(file -> "a directory and a jar of the class path both contain " + file);
    }

    /** Returns the class path of a launch in the order in which a warm agent has it. */
    public List<Path> classPath(AgentLaunch launch) {
        return frameworks.first(CdsClassPath.of(launch.classPath()).classPath());
    }

    /** Returns what a snapshot with this agent depends on. */
    public List<String> identity() throws IOException {
        List<String> parts = new ArrayList<>(jvmArguments);
        parts.add(variables.toString());
        parts.add(FileCache.part(java.toRealPath()));
        parts.add(FileCache.part(LIBRARIES));
        for (Path jar : frameworks.jars()) {
            parts.add(FileCache.part(jar));
        }
        return parts;
    }

    /** Returns the launch for which the agent's class-data sharing archive is created. */
    public AgentLaunch toArchive(AgentLaunch launch) {
        return new AgentLaunch(
                jvmArguments,
                frameworks.jars(),
                launch.workingDirectory(),
                List.of(),
                launch.directory(),
                launch.cache(),
                variables);
    }

    private String script(AgentLaunch archived) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(archived.jvmArguments());
        command.add("-classpath");
        command.add(frameworks.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(WarmAgent.class.getName(), "/warmed", "/resumed", OBJECT.toString()));
        return GuestScripts.launch(variables, Path.of("/"), command);
    }

    /**
     * Writes what the guest needs to start the agent before it has the host's files, for its initramfs.
     *
     * @param archived the launch with its class-data sharing archive
     * @param object the object of the training tests
     */
    public void writeImage(Path archive, AgentLaunch archived, byte[] object) throws IOException {
        Path jdk = java.toRealPath().resolve("../..").normalize();
        List<Path> files = new ArrayList<>(archived.classPath());
        files.addAll(archived.otherFiles());
        new JvmImage(jdk, files)
                .write(archive, Map.of(OBJECT, object, SCRIPT, script(archived).getBytes(StandardCharsets.UTF_8)));
    }
}
