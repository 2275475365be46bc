package io.bpfiterator.harness.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.PullResponseItem;
import io.bpfiterator.kernel.BpfException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A named image's, which has a Java runtime and libbpf; pulled if the engine hasn't got it. */
final class ImageUserland implements Userland {

    private static final String JAVA_HOME = "JAVA_HOME=";

    private final String name;

    ImageUserland(String name) {
        this.name = name;
    }

    @Override
    public Image on(Engine engine) {
        return new Image(name, java(inspect(engine).orElseGet(() -> pull(engine))));
    }

    private Optional<InspectImageResponse> inspect(Engine engine) {
        try {
            return Optional.of(engine.client().inspectImageCmd(name).exec());
        } catch (NotFoundException notHere) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw Refusal.of(engine, "can't look at the image " + name, e);
        }
    }

    private InspectImageResponse pull(Engine engine) {
        Pull pull = new Pull();
        try {
            engine.client().pullImageCmd(name).exec(pull).awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BpfException("Interrupted while " + engine.name() + " was pulling " + name, e);
        } catch (RuntimeException e) {
            throw notHere(engine, Refusal.words(e));
        }
        return inspect(engine).orElseThrow(() -> notHere(engine, pull.error));
    }

    /** Docker answers a request for what isn't there with an error; podman says so in the course of the answer. */
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private String error = "it gives no reason";

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            } else if (item.getRawValues().get("error") instanceof String words) {
                error = words;
            }
        }
    }

    private BpfException notHere(Engine engine, String words) {
        return BpfException.unavailable(
                engine.name() + " has no image " + name + " and can't pull it: " + words + "; try " + engine.command()
                        + " pull " + name + ", or write container for the host's own userland",
                0,
                "");
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
        return "image " + name;
    }
}
