// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Describes the JVM of the agent, which an environment starts.
 *
 * @param jvmArguments the arguments before the class path
 * @param classPath the existing files and directories of the tests' class path, absolute
 * @param workingDirectory the working directory of the tests, absolute
 * @param otherFiles more files and directories that the agent reads, absolute, which need not exist
 * @param directory the directory of this run on this machine, absolute; an environment shows only its {@link #socket},
 *     if the agent connects to it directly
 * @param cache this user's cache, from which the agent reads compiled objects
 * @param variables environment variables to set in addition to those of the environment
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record AgentLaunch(
        List<String> jvmArguments,
        List<Path> classPath,
        Path workingDirectory,
        List<Path> otherFiles,
        Path directory,
        Path cache,
        Map<String, String> variables) {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.internal.agent.Agent";

    /** Returns the Unix socket on which the caller listens for the agent or the environment. */
    public Path socket() {
        return directory.resolve("agent.sock");
    }

    /** Returns the files and directories that an environment provides under the same paths, read-only. */
    public List<Path> readOnly() {
        return Stream.of(classPath, List.of(workingDirectory), otherFiles)
                .flatMap(List::stream)
                .filter(Files::exists)
                .toList();
    }

    /** Returns the same launch with more JVM arguments, placed before the others, which override them. */
    public AgentLaunch with(List<String> moreJvmArguments) {
        List<String> arguments = new ArrayList<>(moreJvmArguments);
        arguments.addAll(jvmArguments);
        return new AgentLaunch(
                List.copyOf(arguments), classPath, workingDirectory, otherFiles, directory, cache, variables);
    }

    /** Returns the same launch with another class path. */
    public AgentLaunch withClassPath(List<Path> other) {
        return new AgentLaunch(jvmArguments, other, workingDirectory, otherFiles, directory, cache, variables);
    }

    /** Returns the same launch with one more file that the agent reads. */
    public AgentLaunch withOtherFile(Path file) {
        List<Path> files = new ArrayList<>(otherFiles);
        files.add(file);
        return new AgentLaunch(
                jvmArguments, classPath, workingDirectory, List.copyOf(files), directory, cache, variables);
    }

    /**
     * Returns the same launch with the configuration of the environment's kernel, for {@code __kconfig} variables.
     *
     * @param file a file on this machine, plain or compressed with gzip
     */
    public AgentLaunch withKernelConfig(Path file) {
        return with(List.of("-D" + ExtensionSettings.KCONFIG + "=" + file)).withOtherFile(file);
    }

    /**
     * Returns the command line that runs the agent on this machine, where it may write to the run's directory and to
     * the cache.
     *
     * @param java the path of {@code java}
     */
    public List<String> command(String java) {
        return command(java, List.of(ExtensionSettings.CACHE + "=" + cache), directory, socket());
    }

    /**
     * Returns the command line that runs the agent in an environment that cannot write to this machine's files.
     *
     * @param java the path of {@code java} in the environment
     * @param directory a directory in the environment that the agent may create and write
     * @param endpoint the path, in the environment, of the Unix socket or character device that connects to the host
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
