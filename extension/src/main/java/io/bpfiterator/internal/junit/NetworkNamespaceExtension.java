// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.InNetworkNamespace;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.namespace.NetworkNamespace;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;

/**
 * Implements {@link InNetworkNamespace}. It intercepts each call instead of using callbacks before and after, so that
 * the failure of another extension cannot leave the thread in the namespace.
 */
public final class NetworkNamespaceExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                InvocationInterceptor,
                ParameterResolver,
                TestInstantiationAwareExtension {

    private static final Namespace STORE = Namespace.create(NetworkNamespaceExtension.class);

    /** The constructor runs in the namespace of the test for which the instance is created. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        CheckedSettings.check(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CheckedSettings.check(context);
    }

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation,
            ReflectiveInvocationContext<Constructor<T>> invocationContext,
            ExtensionContext context)
            throws Throwable {
        return proceed(invocation, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context)
            throws Throwable {
        return proceed(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation,
            DynamicTestInvocationContext invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NetworkNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return test(context)
                .map(NetworkNamespaceExtension::namespace)
                .orElseThrow(() -> new ParameterResolutionException(
                        Failure.invalid("Cannot inject a network namespace into parameter " + parameter.getParameter())
                                .because("each test has its own namespace, and this method does not belong to a test")
                                .remedy("Move the parameter to a test, a @BeforeEach or an @AfterEach method")
                                .message()));
    }

    private static <T> T proceed(Invocation<T> invocation, ExtensionContext context) throws Throwable {
        Optional<ExtensionContext> test = test(context);
        if (test.isEmpty()) {
            return invocation.proceed();
        }
        NetworkNamespace namespace = namespace(test.get());
        return TestThread.call(test.get(), () -> namespace.call(invocation::proceed));
    }

    /**
     * Returns the context of the test to which a context belongs: for a dynamic test, its factory; for a class, none.
     */
    private static Optional<ExtensionContext> test(ExtensionContext context) {
        return context.getTestMethod().isPresent()
                ? Optional.of(context)
                : context.getParent().flatMap(NetworkNamespaceExtension::test);
    }

    /** Returns the test's namespace, created at the first call. JUnit closes it with the test's context. */
    private static NetworkNamespace namespace(ExtensionContext test) {
        return test.getStore(STORE)
                .getOrComputeIfAbsent(test.getUniqueId(), id -> create(test), NetworkNamespace.class);
    }

    private static NetworkNamespace create(ExtensionContext test) {
        try {
            return NetworkNamespace.create();
        } catch (BpfException e) {
            throw SkipPolicy.of(test).failureOrAbortion(e);
        }
    }
}
