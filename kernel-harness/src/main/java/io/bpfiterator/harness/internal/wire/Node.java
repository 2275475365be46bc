package io.bpfiterator.harness.internal.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a test or container as the agent's JUnit does.
 *
 * @param type {@code CONTAINER}, {@code TEST} or {@code CONTAINER_AND_TEST}, as JUnit names them
 */
public record Node(
        String id,
        String parentId,
        String displayName,
        String legacyReportingName,
        String type,
        Set<String> tags,
        @Nullable Source source) {}
