// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import com.google.gson.Gson;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a process of its own to take the warm snapshot that a run lacked.
 *
 * @param environment the name of the environment
 * @param kernels the number of kernels in the run, as in {@link RunContext}
 * @param settings the values of the settings that the run was given
 * @param jvmArguments those of the run's agent
 */
public record WarmRequest(
        String environment,
        int kernels,
        Map<String, String> settings,
        List<String> jvmArguments,
        List<String> classPath,
        String workingDirectory,
        String cache,
        Map<String, String> variables) {

    public static WarmRequest of(String environment, RunContext run, Map<String, String> settings, AgentLaunch launch) {
        return new WarmRequest(
                environment,
                run.kernels(),
                settings,
                launch.jvmArguments(),
                launch.classPath().stream().map(Path::toString).toList(),
                launch.workingDirectory().toString(),
                launch.cache().toString(),
                launch.variables());
    }

    /** @param directory the directory for the launch's files */
    public AgentLaunch launch(Path directory) {
        return new AgentLaunch(
                jvmArguments,
                classPath.stream().map(Path::of).toList(),
                Path.of(workingDirectory),
                List.of(),
                directory,
                Path.of(cache),
                variables);
    }

    public RunContext run() {
        return new RunContext(kernels);
    }

    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    String toJson() {
        return new Gson().toJson(this);
    }

    public static WarmRequest fromJson(String json) {
        return new Gson().fromJson(json, WarmRequest.class);
    }
}
