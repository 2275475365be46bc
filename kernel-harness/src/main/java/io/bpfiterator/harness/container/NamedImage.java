package io.bpfiterator.harness.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.bpfiterator.harness.EnvironmentException;
import java.util.Optional;

/**
 * An image that the user has named.
 *
 * @param instead what else the user can do where it can't be had
 */
record NamedImage(String name, String instead) {

    /**
     * Returns what an engine knows of it; it is pulled if the engine hasn't got it.
     *
     * @throws EnvironmentException if it can't be had
     */
    InspectImageResponse on(Engine engine) {
        return inspect(engine).orElseGet(() -> pull(engine));
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
            throw new EnvironmentException("Interrupted while " + engine.name() + " was pulling " + name, e);
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

    private EnvironmentException notHere(Engine engine, String words) {
        return EnvironmentException.unavailable(
                engine.name() + " has no image " + name + " and can't pull it: " + words + "; try " + engine.command()
                        + " pull " + name + ", or " + instead,
                0,
                "");
    }
}
