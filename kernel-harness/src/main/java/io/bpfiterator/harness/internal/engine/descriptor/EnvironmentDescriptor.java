// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/**
 * Describes an environment as a container of tests.
 *
 * <p>Has no source, since build tools would take it for a test class. They do not show failures of a container without
 * a source, so a failure of the environment is reported for each of its tests.
 */
public final class EnvironmentDescriptor extends AbstractTestDescriptor {

    public EnvironmentDescriptor(UniqueId engine, String name) {
        super(engine.append(AgentIds.ENVIRONMENT, name), name);
    }

    public String name() {
        return getUniqueId().getLastSegment().getValue();
    }

    /** Returns the suffix of the names of its tests. Build tools merge tests of equal names. */
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
