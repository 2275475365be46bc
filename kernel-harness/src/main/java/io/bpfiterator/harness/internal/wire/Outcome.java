package io.bpfiterator.harness.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * The result of a test or container.
 *
 * @param status {@code SUCCESSFUL}, {@code ABORTED} or {@code FAILED}, as JUnit names them
 * @param failure the throwable that aborted or failed it; null if there was none
 */
public record Outcome(String status, @Nullable SerializedThrowable failure) {}
