// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.clang.CompilerOptions;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates the launch of an agent whose JVM resembles this one. */
public final class AgentLaunchFactory {

    /** Speeds up short runs: only the C1 compiler, and a garbage collector without threads of its own. */
    private static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The agent runs from the class path, and a JVM may deny JNA what it needs. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /**
     * Arguments of this JVM that the agent needs as well, followed by nothing, {@code =} or {@code :}. Others, such as
     * those for memory or debuggers, are not passed.
     */
    private static final List<String> INHERITED_ARGUMENTS = List.of(
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--add-modules",
            "--enable-native-access",
            "--illegal-native-access",
            "--sun-misc-unsafe-memory-access",
            "--enable-preview",
            "-ea",
            "-enableassertions",
            "-da",
            "-disableassertions",
            "-esa",
            "-enablesystemassertions",
            "-dsa",
            "-disablesystemassertions");

    private AgentLaunchFactory() {}

    /**
     * Returns a launch with the class path, working directory and caches of this JVM.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if the settings let the agent listen for a debugger
     */
    public static AgentLaunch launch(Path directory, Settings settings) {
        List<String> own = argumentsOfThisJvm();
        return new AgentLaunch(
                List.copyOf(jvmArguments(own, settings)),
                classPath(),
                Path.of("").toAbsolutePath(),
                otherFiles(own),
                directory,
                CacheDirectory.path(),
                BuildVariables.of(System.getenv()));
    }

    static List<String> argumentsOfThisJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /** Returns the caches of the compiler, the files that settings name, and the jars of Java agents. */
    private static List<Path> otherFiles(List<String> own) {
        CompilerOptions options = CompilerOptions.fromSystemProperties();
        Stream<Path> named = Stream.concat(
                options.vmlinux().stream(), Settings.SYSTEM_PROPERTIES.given(ExtensionSettings.KCONFIG).stream());
        return Stream.of(
                        options.cacheDirectories().stream(),
                        named.map(Path::toAbsolutePath),
                        new JavaAgents(own).jars())
                .flatMap(files -> files)
                .toList();
    }

    static List<String> jvmArguments(List<String> own, Settings settings) {
        List<String> arguments = new ArrayList<>(SHORT_RUN);
        arguments.add(NATIVE_ACCESS);
        if (AgentLaunchFactory.class.desiredAssertionStatus()) {
            arguments.add("-ea");
        }
        own.stream()
                .filter(argument -> !argument.equals(NATIVE_ACCESS))
                .filter(argument -> INHERITED_ARGUMENTS.contains(argument.split("[=:]", 2)[0]))
                .forEach(arguments::add);
        new JavaAgents(own).toLoad().forEach(arguments::add);
        BuildProperties.atStart(own, System.getProperties()).forEach(arguments::add);
        List<String> given = settings.given(HarnessSettings.AGENT_JVM).orElse(List.of());
        DebuggerPorts.refuse(given);
        arguments.addAll(given);
        return arguments;
    }

    private static List<Path> classPath() {
        Set<Path> entries = new LinkedHashSet<>();
        Stream.of("java.class.path", "jdk.module.path")
                .map(System::getProperty)
                .filter(path -> path != null)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(entries::add);
        // A build tool that isolates the tests loads them with a class loader of its own.
        for (@Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
                loader != null;
                loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                Stream.of(urls.getURLs())
                        .map(URL::toString)
                        .filter(url -> url.startsWith("file:"))
                        .map(url -> Path.of(URI.create(url)))
                        .forEach(entries::add);
            }
        }
        return entries.stream()
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .distinct()
                .filter(Files::exists)
                .toList();
    }

    /** Returns the system properties of this JVM that the agent sets before it loads the tests. */
    public static Map<String, String> systemProperties() {
        Map<String, String> properties = new HashMap<>(BuildProperties.afterStart(System.getProperties()));
        properties.computeIfPresent(ExtensionSettings.VMLINUX.key(), (key, value) -> HostVmlinux.setting(value));
        return properties;
    }
}
