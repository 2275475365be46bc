// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Closes several resources in the given order, each even if an earlier one failed to close, and throws the first
 * failure at the end.
 */
public final class Teardown {

    private @Nullable Throwable failure;

    /** Closes a resource, and keeps its failure for {@link #finish}. */
    public void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException | Error e) {
            keep(e);
        } catch (Exception e) {
            keep(new IllegalStateException(e));
        }
    }

    /** Throws the first failure, if any, with the later failures as suppressed exceptions. */
    public void finish() {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private void keep(Throwable e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }
}
