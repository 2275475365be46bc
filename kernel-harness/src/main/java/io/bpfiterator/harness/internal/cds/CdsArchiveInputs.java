// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.cache.FileCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what a class-data sharing archive depends on.
 *
 * @param java the path of {@code java}
 * @param jvmArguments the arguments of the agent that affect what a JVM archives or uses of an archive
 * @param jars the jars at the beginning of the class path
 */
record CdsArchiveInputs(Path java, List<String> jvmArguments, List<Path> jars) {

    static CdsArchiveInputs of(AgentLaunch launch, Path java, List<Path> jars) {
        List<String> arguments = launch.jvmArguments().stream()
                .filter(argument -> argument.startsWith("-XX:") || argument.startsWith("--"))
                .toList();
        return new CdsArchiveInputs(java, arguments, jars);
    }

    /**
     * Returns a file name without suffix that is unique to these inputs.
     *
     * <p>Includes the sizes and times of the jars, since a JVM compares them and ignores an archive of other jars.
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

    /** Returns the command line, up to the main class, of a JVM with additional arguments. */
    List<String> command(List<String> moreArguments) {
        String classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return Stream.of(List.of(java.toString()), jvmArguments, moreArguments, List.of("-classpath", classPath))
                .flatMap(List::stream)
                .toList();
    }
}
