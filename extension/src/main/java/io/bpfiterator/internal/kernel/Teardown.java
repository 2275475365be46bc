package io.bpfiterator.internal.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Closes several resources in the given order, each even if an earlier one failed to close, and throws the first
 * failure at the end.
 */
public final class Teardown {

    private @Nullable RuntimeException failure;

    /** Closes a resource, and keeps its failure for {@link #finish}. */
    public void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            keep(e);
        } catch (Exception e) {
            keep(new IllegalStateException(e));
        }
    }

    /** Throws the first failure, if any, with the later failures as suppressed exceptions. */
    public void finish() {
        if (failure != null) {
            throw failure;
        }
    }

    private void keep(RuntimeException e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }
}
