package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.agent.Agent;
import java.util.Optional;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.UniqueId.Segment;

/**
 * Translates unique ids: {@code [engine:bpf-iterator]/[environment:host]/[class:X]} here is
 * {@code [engine:junit-jupiter]/[class:X]} for the agent's Jupiter.
 */
final class AgentIds {

    static final String ENVIRONMENT = "environment";

    static final UniqueId ROOT = UniqueId.forEngine(Agent.ENGINE);

    private AgentIds() {}

    /** Returns an id of the agent's as one below an environment's. */
    static UniqueId toHarness(UniqueId environment, UniqueId agentId) {
        return rebase(agentId, ROOT, environment);
    }

    /** Returns what the agent calls a test of an environment; the environment's own id is the agent's root. */
    static UniqueId toAgent(UniqueId environment, UniqueId harnessId) {
        return rebase(harnessId, environment, ROOT);
    }

    /** Returns the id of Jupiter's engine in the run that the harness's engine is part of, which may be a suite's. */
    static UniqueId jupiterBeside(UniqueId engine) {
        return engine.getSegments().size() == 1
                ? ROOT
                : engine.removeLastSegment().appendEngine(Agent.ENGINE);
    }

    /** Returns an id with another prefix. */
    static UniqueId rebase(UniqueId id, UniqueId from, UniqueId to) {
        UniqueId rebased = to;
        for (Segment segment : id.getSegments()
                .subList(from.getSegments().size(), id.getSegments().size())) {
            rebased = rebased.append(segment);
        }
        return rebased;
    }

    /** Returns the environment that an id of this engine's lies in, or is. */
    static Optional<UniqueId> environmentOf(UniqueId engine, UniqueId id) {
        int depth = engine.getSegments().size();
        return id.hasPrefix(engine)
                        && id.getSegments().size() > depth
                        && id.getSegments().get(depth).getType().equals(ENVIRONMENT)
                ? Optional.of(engine.append(id.getSegments().get(depth)))
                : Optional.empty();
    }
}
