// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Aborts a test if the resolution of a method's parameter threw a {@link TestAbortedException}. JUnit wraps the
 * exception and would report a failure. JUnit has no handler for a constructor's parameters, whose abortion remains a
 * failure.
 */
public final class ParameterAbortionHandler
        implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof ParameterResolutionException
                        && failure.getCause() instanceof TestAbortedException aborted
                ? aborted
                : failure;
    }
}
