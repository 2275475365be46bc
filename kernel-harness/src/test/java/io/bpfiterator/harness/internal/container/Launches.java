// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts {@link ContainerMain} in containers. */
final class Launches {

    static final String ENGINE = "bpfiterator.container.engine";
    static final String PRIVILEGES = "bpfiterator.container.privileges";

    private static final int TIMEOUT_SECONDS = 60;

    private Launches() {}

    static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(Files::exists)
                .toList();
    }

    /** Returns a launch of {@link ContainerMain}; the class of the agent becomes one of its arguments. */
    static AgentLaunch of(Path directory, String... arguments) {
        return of(List.of(), directory, arguments);
    }

    static AgentLaunch of(List<String> jvmArguments, Path directory, String... arguments) {
        List<String> all = new ArrayList<>(jvmArguments);
        all.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(List.of("-classpath", System.getProperty("java.class.path"), ContainerMain.class.getName()));
        all.addAll(List.of(arguments));
        return new AgentLaunch(
                all,
                classPath(),
                Path.of("").toAbsolutePath(),
                List.of(directory.resolve("cache/objects")),
                directory,
                directory.resolve("cache"),
                Map.of("TEST_VARIABLE", "its value"));
    }

    /** Returns the environment with a name and settings, given as pairs of key and value. */
    static Environment environment(String name, String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new ContainerProvider()
                .environment(name, parameter -> Optional.ofNullable(map.get(parameter)))
                .orElseThrow();
    }

    static Environment on(TestEngine engine, String... settings) {
        List<String> all = new ArrayList<>(List.of(ENGINE, engine.address(), PRIVILEGES, engine.privileges()));
        all.addAll(List.of(settings));
        return environment("container", all.toArray(String[]::new));
    }

    /** Runs an environment to its end, and returns how it ended, followed by the last lines of the output. */
    static String run(Environment environment, AgentLaunch launch) throws Exception {
        try (RunningEnvironment running = environment.start(launch, RunContext.NONE)) {
            String end = running.ended().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return end + "\n" + running.lastOutput();
        }
    }
}
