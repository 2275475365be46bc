package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.AgentSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An environment's session that is being started while the tests of those before it are told of. */
final class Prestart implements AutoCloseable {

    private final CompletableFuture<AgentSession> session = new CompletableFuture<>();
    private boolean taken;

    CompletableFuture<AgentSession> session() {
        return session;
    }

    /**
     * Waits for the session, which is the caller's to close.
     *
     * @throws io.bpfiterator.failure.BpfException if the environment can't be had
     */
    AgentSession take() {
        taken = true;
        try {
            return session.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Ends a session that nobody has taken, as soon as it has started. */
    @Override
    public void close() {
        if (!taken) {
            session.thenAccept(AgentSession::close);
        }
    }
}
