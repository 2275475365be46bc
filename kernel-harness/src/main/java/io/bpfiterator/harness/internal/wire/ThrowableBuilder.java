// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/** Creates a throwable from its data. The caller sets the stack trace and the suppressed throwables. */
final class ThrowableBuilder {

    private ThrowableBuilder() {}

    static Throwable build(SerializedThrowable failure, @Nullable Throwable cause) {
        return switch (failure.kind()) {
            case ASSERTION_FAILED -> assertionFailed(failure, cause);
            case MULTIPLE_FAILURES -> new RemoteMultipleFailures(failure, cause);
            case ABORTED -> new TestAbortedException(failure.message(), cause);
            case ASSERTION -> sameClass(failure, cause, new RemoteAssertion(failure, cause));
            case OTHER -> sameClass(failure, cause, new RemoteException(failure, cause));
        };
    }

    private static Throwable assertionFailed(SerializedThrowable failure, @Nullable Throwable cause) {
        return failure.expected() == null && failure.actual() == null
                ? new AssertionFailedError(failure.message(), cause)
                : new AssertionFailedError(failure.message(), failure.expected(), failure.actual(), cause);
    }

    /**
     * Creates a throwable of the original class with its message, if the class is known to do nothing else in its
     * constructor and the throwable then has the same text.
     */
    private static Throwable sameClass(SerializedThrowable failure, @Nullable Throwable cause, Throwable substitute) {
        try {
            Class<?> type = KnownThrowables.find(failure.type());
            Object built = failure.message() == null
                    ? type.getConstructor().newInstance()
                    : type.getConstructor(String.class).newInstance(failure.message());
            if (built instanceof Throwable throwable && throwable.toString().equals(failure.text())) {
                return cause == null ? throwable : throwable.initCause(cause);
            }
        } catch (ReflectiveOperationException | LinkageError | IllegalStateException e) {
            // The class is not known here or has no such constructor.
        }
        return substitute;
    }

    private static final class RemoteException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String text;

        RemoteException(SerializedThrowable failure, @Nullable Throwable cause) {
            super(failure.message(), cause);
            this.text = failure.text();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class RemoteAssertion extends AssertionError {

        private static final long serialVersionUID = 1L;

        private final String text;

        RemoteAssertion(SerializedThrowable failure, @Nullable Throwable cause) {
            super(failure.message(), cause);
            this.text = failure.text();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class RemoteMultipleFailures extends MultipleFailuresError {

        private static final long serialVersionUID = 1L;

        private final String text;
        private final @Nullable String message;

        RemoteMultipleFailures(SerializedThrowable failure, @Nullable Throwable cause) {
            super(failure.message(), throwables(failure));
            this.text = failure.text();
            this.message = failure.message();
            if (cause != null) {
                initCause(cause);
            }
        }

        private static List<Throwable> throwables(SerializedThrowable failure) {
            return failure.failures().stream()
                    .map(SerializedThrowable::toThrowable)
                    .toList();
        }

        @Override
        public String getMessage() {
            return message == null ? "" : message;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
