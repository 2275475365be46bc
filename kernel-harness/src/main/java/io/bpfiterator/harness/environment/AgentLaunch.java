package io.bpfiterator.harness.environment;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an environment is to start: the agent's JVM.
 *
 * @param jvmArguments what stands before the class path
 * @param classPath the files and directories of the tests' class path, absolute, each of which exists; an environment shows
 *     them under the same names, read-only will do
 * @param workingDirectory where the tests expect to be, absolute; an environment shows it under the same name, read-only
 *     will do
 * @param directory a directory of this run's own, absolute; an environment shows it under the same name, writable
 * @param writable other directories that an environment shows under the same names, writable: the cache of compiled objects
 * @param variables environment variables to set, beside the environment's own
 */
public record AgentLaunch(
        List<String> jvmArguments,
        List<Path> classPath,
        Path workingDirectory,
        Path directory,
        List<Path> writable,
        Map<String, String> variables) {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.agent.Agent";

    /** Returns the unix socket that the caller listens on, for the agent or the environment to connect to. */
    public Path socket() {
        return directory.resolve("agent.sock");
    }

    /** Returns the same launch with more JVM arguments before its own, which therefore win, and another class path. */
    public AgentLaunch with(List<String> moreJvmArguments, List<Path> otherClassPath) {
        List<String> arguments = new ArrayList<>(moreJvmArguments);
        arguments.addAll(jvmArguments);
        return new AgentLaunch(
                List.copyOf(arguments), otherClassPath, workingDirectory, directory, writable, variables);
    }

    /**
     * Returns the command line that runs the agent.
     *
     * @param java the {@code java} of the environment
     * @param endpoint what the agent talks through, as it sees it: a unix socket to connect to, or a character device
     */
    public List<String> command(String java, Path endpoint) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(jvmArguments);
        command.add("-classpath");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN_CLASS);
        command.add(endpoint.toString());
        return List.copyOf(command);
    }
}
