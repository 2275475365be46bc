// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of a class path that are in a snapshot: those of frameworks, which change less often than a user's code. */
public record Frameworks(List<Path> jars) {

    private static final List<String> NAMES = List.of(
            "bpf-iterator-extension",
            "bpf-iterator-kernel-harness",
            "junit-platform-",
            "junit-jupiter",
            "opentest4j",
            "apiguardian-api",
            "jspecify",
            "assertj-core",
            "byte-buddy",
            "jna",
            "gson");

    static Frameworks of(List<Path> classPath) {
        return new Frameworks(classPath.stream().filter(Frameworks::isOne).toList());
    }

    private static boolean isOne(Path jar) {
        String name = jar.getFileName().toString();
        return name.endsWith(".jar") && NAMES.stream().anyMatch(name::startsWith);
    }

    /** Returns the class path with these jars first. */
    public List<Path> first(List<Path> classPath) {
        return Stream.concat(jars.stream(), classPath.stream().filter(entry -> !jars.contains(entry)))
                .toList();
    }
}
