// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import java.util.Optional;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.UniqueId.Segment;

/**
 * Translates unique ids between the harness and an agent: {@code [engine:bpf-iterator]/[environment:host]/[class:X]} in
 * the harness is {@code [engine:junit-jupiter]/[class:X]} in the agent's Jupiter.
 */
public final class AgentIds {

    static final String ENVIRONMENT = "environment";

    public static final UniqueId ROOT = UniqueId.forEngine(Agent.ENGINE);

    /** How deep tests may nest. Code that walks over them is recursive. */
    private static final int MAX_SEGMENTS = 200;

    private AgentIds() {}

    /**
     * Returns the id of a test that an agent registers. It shares the segments of its parent's id, which would take
     * most of the memory of many tests.
     *
     * @throws InvalidMessageException if it is not an id, or not one below its parent's, or nested too deeply
     */
    static UniqueId ofChild(UniqueId parent, String id) {
        try {
            UniqueId parsed = UniqueId.parse(id);
            UniqueId child = parent.append(parsed.getLastSegment());
            if (child.equals(parsed) && child.getSegments().size() <= MAX_SEGMENTS) {
                return child;
            }
        } catch (JUnitException e) {
            throw new InvalidMessageException("it sends an invalid id, " + InvalidMessageException.quote(id), e);
        }
        throw new InvalidMessageException("it sends an id out of place, " + InvalidMessageException.quote(id));
    }

    /** Returns the harness's id for an id of the agent in {@code environment}. */
    public static UniqueId toHarness(UniqueId environment, UniqueId agentId) {
        return rebase(agentId, ROOT, environment);
    }

    /**
     * Returns the agent's id for a harness id in {@code environment}. The environment's own id becomes the agent's
     * root.
     */
    public static UniqueId toAgent(UniqueId environment, UniqueId harnessId) {
        return rebase(harnessId, environment, ROOT);
    }

    /** Returns the id of Jupiter in the run that contains {@code engine}: the whole run, or that of a suite. */
    public static UniqueId jupiterBeside(UniqueId engine) {
        return engine.getSegments().size() == 1
                ? ROOT
                : engine.removeLastSegment().appendEngine(Agent.ENGINE);
    }

    /** Returns {@code id} with its prefix {@code from} replaced by {@code to}. */
    public static UniqueId rebase(UniqueId id, UniqueId from, UniqueId to) {
        UniqueId rebased = to;
        for (Segment segment : id.getSegments()
                .subList(from.getSegments().size(), id.getSegments().size())) {
            rebased = rebased.append(segment);
        }
        return rebased;
    }

    /** Returns the id of the environment that is {@code id} or contains it; empty if {@code id} is in none. */
    public static Optional<UniqueId> environmentOf(UniqueId engine, UniqueId id) {
        int depth = engine.getSegments().size();
        return id.hasPrefix(engine)
                        && id.getSegments().size() > depth
                        && id.getSegments().get(depth).getType().equals(ENVIRONMENT)
                ? Optional.of(engine.append(id.getSegments().get(depth)))
                : Optional.empty();
    }
}
