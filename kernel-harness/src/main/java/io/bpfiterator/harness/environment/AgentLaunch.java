package io.bpfiterator.harness.environment;

import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an environment is to start: the agent's JVM.
 *
 * @param jvmArguments what stands before the class path
 * @param classPath the files and directories of the tests' class path, absolute, each of which exists
 * @param workingDirectory where the tests expect to be, absolute
 * @param otherFiles more files and directories that the agent reads, absolute, which need not exist
 * @param directory a directory of this run's own on this machine, absolute; an environment shows nothing of it but
 *     {@link #socket}, if the agent connects to that itself
 * @param cache this user's, of which the agent reads what is compiled
 * @param variables environment variables to set, beside the environment's own
 */
public record AgentLaunch(
        List<String> jvmArguments,
        List<Path> classPath,
        Path workingDirectory,
        List<Path> otherFiles,
        Path directory,
        Path cache,
        Map<String, String> variables) {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.agent.Agent";

    /** Returns the unix socket that the caller listens on, for the agent or the environment to connect to. */
    public Path socket() {
        return directory.resolve("agent.sock");
    }

    /** Returns the files and directories that an environment shows under the same names, read-only. */
    public List<Path> readOnly() {
        return Stream.of(classPath, List.of(workingDirectory), otherFiles)
                .flatMap(List::stream)
                .filter(Files::exists)
                .toList();
    }

    /** Returns the same launch with more JVM arguments before its own, which therefore win. */
    public AgentLaunch with(List<String> moreJvmArguments) {
        List<String> arguments = new ArrayList<>(moreJvmArguments);
        arguments.addAll(jvmArguments);
        return new AgentLaunch(
                List.copyOf(arguments), classPath, workingDirectory, otherFiles, directory, cache, variables);
    }

    /** Returns the same launch with another class path. */
    AgentLaunch withClassPath(List<Path> other) {
        return new AgentLaunch(jvmArguments, other, workingDirectory, otherFiles, directory, cache, variables);
    }

    /** Returns the same launch of an agent that reads one more file. */
    AgentLaunch reading(Path file) {
        List<Path> files = new ArrayList<>(otherFiles);
        files.add(file);
        return new AgentLaunch(
                jvmArguments, classPath, workingDirectory, List.copyOf(files), directory, cache, variables);
    }

    /**
     * Returns the command line that runs the agent on this machine, where it writes to this run's directory and to the
     * cache.
     *
     * @param java the command
     */
    List<String> command(String java) {
        return command(java, List.of(ExtensionSettings.CACHE + "=" + cache), directory, socket());
    }

    /**
     * Returns the command line that runs the agent in an environment that writes nothing of this machine's.
     *
     * @param java the {@code java} of the environment
     * @param directory the environment's own, which the agent may write and make
     * @param endpoint what the agent talks through, as it sees it: a unix socket to connect to, or a character device
     */
    public List<String> command(String java, Path directory, Path endpoint) {
        List<String> properties = List.of(
                ExtensionSettings.CACHE + "=" + directory.resolve("cache"),
                ExtensionSettings.SHARED_CACHE + "=" + cache);
        return command(java, properties, directory, endpoint);
    }

    private List<String> command(String java, List<String> properties, Path directory, Path endpoint) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(jvmArguments);
        properties.forEach(property -> command.add("-D" + property));
        command.add("-classpath");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN_CLASS);
        command.add(directory.toString());
        command.add(endpoint.toString());
        return List.copyOf(command);
    }
}
