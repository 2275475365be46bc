package io.bpfiterator.kernel;

import org.jspecify.annotations.Nullable;

/** Closes several things in the order given, each even if an earlier one threw, and throws the first failure at the end. */
public final class Teardown {

    private @Nullable RuntimeException failure;

    /** Closes one thing, and keeps its failure for {@link #finish}. */
    public void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            keep(e);
        } catch (Exception e) {
            keep(new IllegalStateException(e));
        }
    }

    /** Throws the first failure, with the later ones suppressed in it. */
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
