// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Bind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Provides the programs and libraries of an image, which must have a Java runtime and libbpf. The engine pulls it if
 * necessary.
 */
final class ImageUserland implements Userland {

    private static final String JAVA_HOME = "JAVA_HOME=";

    private final NamedImage image;

    ImageUserland(String name) {
        this.image = new NamedImage(name, "use container, which has the host's userland");
    }

    @Override
    public Image imageOn(Engine engine) {
        return new Image(image.name(), java(image.inspectOrPull(engine)));
    }

    /**
     * Returns the path of Java below the image's JAVA_HOME, or {@code java} in its PATH if it does not set JAVA_HOME.
     */
    private static String java(InspectImageResponse image) {
        return Optional.ofNullable(image.getConfig())
                .flatMap(config -> Optional.ofNullable(config.getEnv()))
                .map(Arrays::stream)
                .orElseGet(Stream::empty)
                .filter(variable -> variable.startsWith(JAVA_HOME))
                .map(variable -> variable.substring(JAVA_HOME.length()) + "/bin/java")
                .findFirst()
                .orElse("java");
    }

    @Override
    public List<Bind> binds() {
        return List.of();
    }

    @Override
    public Optional<Path> javaHome() {
        return Optional.empty();
    }

    @Override
    public List<Path> libraries() {
        return List.of();
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public String description() {
        return "image " + image.name();
    }
}
