// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * The result of a test or container.
 *
 * @param status JUnit's
 * @param failure the throwable that aborted or failed it; null if there was none
 */
public record Outcome(Status status, @Nullable SerializedThrowable failure) {

    public Outcome {
        MessageCheck.present(status, "status");
    }
}
