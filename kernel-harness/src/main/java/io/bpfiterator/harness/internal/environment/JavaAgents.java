// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The Java agents of this JVM ({@code -javaagent}), which an agent of the harness loads as well, so that its classes
 * are instrumented in the same way.
 *
 * @param arguments the arguments of this JVM
 */
record JavaAgents(List<String> arguments) {

    private static final String OPTION = "-javaagent:";
    private static final String JACOCO = "org.jacoco.agent.";

    /** Agents of IDEs, which connect a JVM that the IDE has started to the IDE. */
    private static final Set<String> OF_IDES = Set.of("idea_rt.jar", "debugger-agent.jar");

    /** Returns the arguments that load the agents. What JaCoCo would write to a file, the host writes. */
    Stream<String> toLoad() {
        return given().filter(argument -> !isJacoco(argument)
                        || JacocoFile.writtenBy(options(argument)).isPresent())
                .map(argument -> isJacoco(argument)
                        ? OPTION + jar(argument) + "=" + JacocoFile.withoutOutput(options(argument))
                        : argument);
    }

    /** Returns the jars of the agents, absolute. */
    Stream<Path> jars() {
        return given().map(argument -> jar(argument).toAbsolutePath());
    }

    /** Returns the file to which JaCoCo writes the coverage of this JVM; empty without JaCoCo. */
    Optional<JacocoFile> jacocoFile() {
        return given().filter(JavaAgents::isJacoco)
                .flatMap(argument -> JacocoFile.writtenBy(options(argument)).stream())
                .findFirst();
    }

    private Stream<String> given() {
        return arguments.stream()
                .filter(argument -> argument.startsWith(OPTION))
                .filter(argument ->
                        !OF_IDES.contains(String.valueOf(jar(argument).getFileName())));
    }

    private static Path jar(String argument) {
        return Path.of(argument.substring(OPTION.length()).split("=", 2)[0]);
    }

    private static String options(String argument) {
        int options = argument.indexOf('=');
        return options < 0 ? "" : argument.substring(options + 1);
    }

    private static boolean isJacoco(String argument) {
        try (JarFile jar = new JarFile(jar(argument).toFile())) {
            return Optional.ofNullable(jar.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(main -> main.getValue(new Attributes.Name("Premain-Class")))
                    .filter(type -> type.startsWith(JACOCO))
                    .isPresent();
        } catch (IOException notReadable) {
            // The agent's JVM reports this, as it cannot load it either.
            return false;
        }
    }
}
