// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.harness.internal.environment.AgentSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Holds the session of an environment that starts while the tests of earlier environments are reported. */
final class Prestart implements AutoCloseable {

    private final CompletableFuture<AgentSession> session = new CompletableFuture<>();
    private boolean taken;

    CompletableFuture<AgentSession> session() {
        return session;
    }

    /**
     * Waits for the session, which the caller closes.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if the environment cannot be started
     */
    AgentSession take() {
        taken = true;
        try {
            return session.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Closes a session that was not taken, as soon as it has started. */
    @Override
    public void close() {
        if (!taken) {
            session.thenAccept(AgentSession::close);
        }
    }
}
