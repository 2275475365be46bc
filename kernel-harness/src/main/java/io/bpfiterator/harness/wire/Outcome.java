package io.bpfiterator.harness.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a test or container ended.
 *
 * @param status {@code SUCCESSFUL}, {@code ABORTED} or {@code FAILED}, as JUnit names them
 * @param failure why, if there is a throwable
 */
public record Outcome(String status, @Nullable SerializedThrowable failure) {}
