// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.util.Optional;

/**
 * Represents an image that the user named.
 *
 * @param alternative what the user can do if it cannot be pulled; ends a sentence
 */
record NamedImage(String name, String alternative) {

    /**
     * Returns the image's details from an engine, which pulls the image if it does not have it.
     *
     * @throws EnvironmentException if the engine cannot pull or inspect it
     */
    InspectImageResponse inspectOrPull(Engine engine) {
        return inspect(engine).orElseGet(() -> pull(engine));
    }

    private Optional<InspectImageResponse> inspect(Engine engine) {
        try {
            return Optional.of(engine.client().inspectImageCmd(name).exec());
        } catch (NotFoundException missing) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw EngineFailure.of(engine, "cannot inspect the image " + name, e);
        }
    }

    private InspectImageResponse pull(Engine engine) {
        Pull pull = new Pull();
        try {
            engine.client().pullImageCmd(name).exec(pull).awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while " + engine.name() + " was pulling " + name)
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (RuntimeException e) {
            throw cannotPull(engine, EngineFailure.message(e));
        }
        return inspect(engine).orElseThrow(() -> cannotPull(engine, pull.error));
    }

    /**
     * Collects podman's error for an image that does not exist, which is an item of its response; Docker's is a status.
     */
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private String error = "it does not give a reason";

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            } else if (item.getRawValues().get("error") instanceof String message) {
                error = message;
            }
        }
    }

    private EnvironmentException cannotPull(Engine engine, String reason) {
        return Failure.absent(engine.name() + " has no image " + name + " and cannot pull it")
                .because(reason)
                .remedy("Try " + engine.command() + " pull " + name + ", or " + alternative)
                .exception(EnvironmentException::new);
    }
}
