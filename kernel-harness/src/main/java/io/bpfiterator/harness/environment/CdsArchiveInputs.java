package io.bpfiterator.harness.environment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an archive is of, and of no use without.
 *
 * @param java the command
 * @param jvmArguments those of the agent's that change what a JVM archives, or what it takes of an archive
 * @param jars the beginning of the class path
 */
record CdsArchiveInputs(Path java, List<String> jvmArguments, List<Path> jars) {

    static CdsArchiveInputs of(AgentLaunch launch, Path java, List<Path> jars) {
        List<String> arguments = launch.jvmArguments().stream()
                .filter(argument -> argument.startsWith("-XX:") || argument.startsWith("--"))
                .toList();
        return new CdsArchiveInputs(java, arguments, jars);
    }

    /**
     * Returns a file name's beginning that is another one for others.
     *
     * <p>A JVM compares the jars' sizes and times too, and would leave an archive of others aside.
     */
    String key() throws IOException {
        List<String> parts = new ArrayList<>(jvmArguments);
        List<Path> files = new ArrayList<>(jars);
        files.add(0, java.toRealPath());
        for (Path file : files) {
            parts.add(FileCache.part(file));
        }
        return FileCache.name(parts);
    }

    /** Returns the command line, up to the main class, of a JVM with more arguments. */
    List<String> command(List<String> more) {
        String classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return Stream.of(List.of(java.toString()), jvmArguments, more, List.of("-classpath", classPath))
                .flatMap(List::stream)
                .toList();
    }
}
