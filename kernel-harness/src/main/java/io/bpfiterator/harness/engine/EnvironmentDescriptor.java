package io.bpfiterator.harness.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/**
 * The node of an environment.
 *
 * <p>It has no source: a build tool would take that for a test class. So its own failure would be shown by nobody, and each
 * of its tests must fail instead.
 */
final class EnvironmentDescriptor extends AbstractTestDescriptor {

    EnvironmentDescriptor(UniqueId engine, String name) {
        super(engine.append(AgentIds.ENVIRONMENT, name), name);
    }

    String name() {
        return getUniqueId().getLastSegment().getValue();
    }

    /** Returns what marks the names of its tests, which build tools merge if they are equal. */
    String mark() {
        return "[" + name() + "]";
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public String getLegacyReportingName() {
        return mark();
    }
}
