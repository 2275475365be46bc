package io.bpfiterator.harness.container;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Bind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A named image's, which has a Java runtime and libbpf; pulled if the engine hasn't got it. */
final class ImageUserland implements Userland {

    private static final String JAVA_HOME = "JAVA_HOME=";

    private final NamedImage image;

    ImageUserland(String name) {
        this.image = new NamedImage(name, "write container for the host's own userland");
    }

    @Override
    public Image on(Engine engine) {
        return new Image(image.name(), java(image.on(engine)));
    }

    /** Images of Java set JAVA_HOME; where it is not set, the image's PATH tells. */
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
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public String describe() {
        return "image " + image.name();
    }
}
