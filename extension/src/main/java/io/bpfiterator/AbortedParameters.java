package io.bpfiterator;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Lets a test be aborted while a method's parameter is resolved: JUnit wraps what is thrown there, and would see a
 * failure. A constructor's parameter is beyond its reach, and stays a failure.
 */
final class AbortedParameters implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

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
