// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import com.google.gson.Gson;
import io.bpfiterator.harness.spi.AgentLaunch;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a warm agent receives when it is resumed: all that would have been the command line, the environment and the
 * working directory of a JVM that was started for the run.
 *
 * @param variables the environment variables
 * @param properties the system properties
 * @param classPath the class path, whose first entries may be those that the agent was started with
 * @param arguments those of the agent's main class
 */
public record WarmLaunch(
        Map<String, String> variables,
        Map<String, String> properties,
        List<String> classPath,
        String workingDirectory,
        List<String> arguments) {

    private static final String PROPERTY = "-D";
    private static final String CLASS_PATH = "-classpath";

    /**
     * Returns what a launch says beyond what a warm agent was started with.
     *
     * @param directory a directory in the guest that the agent may create and write
     * @param endpoint the path, in the guest, of the device that connects to the host
     */
    public static WarmLaunch of(AgentLaunch launch, Map<String, String> variables, Path directory, Path endpoint) {
        List<String> command = launch.command("java", directory, endpoint);
        int classPath = command.indexOf(CLASS_PATH);
        Map<String, String> properties = new LinkedHashMap<>();
        command.subList(0, classPath).stream()
                .filter(argument -> argument.startsWith(PROPERTY))
                .map(argument -> argument.substring(PROPERTY.length()))
                .forEach(property -> {
                    int end = property.contains("=") ? property.indexOf('=') : property.length();
                    properties.put(
                            property.substring(0, end), property.substring(Math.min(end + 1, property.length())));
                });
        return new WarmLaunch(
                variables,
                properties,
                List.of(command.get(classPath + 1).split(File.pathSeparator)),
                launch.workingDirectory().toString(),
                // The main class stands between the class path and its arguments.
                command.subList(classPath + 3, command.size()));
    }

    public String toJson() {
        return new Gson().toJson(this);
    }

    static WarmLaunch fromJson(String json) {
        return new Gson().fromJson(json, WarmLaunch.class);
    }

    /** Returns the entries of the class path that are not among those of the running JVM. */
    List<String> entriesBeyond(String runningClassPath) {
        List<String> running =
                Stream.of(runningClassPath.split(File.pathSeparator)).toList();
        return classPath.stream().filter(entry -> !running.contains(entry)).toList();
    }
}
