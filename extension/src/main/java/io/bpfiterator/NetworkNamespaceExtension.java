package io.bpfiterator;

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
 * Ties {@link InNetworkNamespace} to JUnit's life cycle. It goes around each call, not before and after them, so that no
 * other extension's failure can leave the thread inside.
 */
final class NetworkNamespaceExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                InvocationInterceptor,
                ParameterResolver,
                TestInstantiationAwareExtension {

    private static final Namespace STORE = Namespace.create(NetworkNamespaceExtension.class);

    /** A constructor's namespace is that of the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        CheckedSettings.of(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CheckedSettings.of(context);
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
                .orElseThrow(() -> new ParameterResolutionException("Parameter " + parameter.getParameter()
                        + " belongs to no test, and each test has a network namespace of its own; take it in a test, or"
                        + " in a @BeforeEach or @AfterEach method"));
    }

    private static <T> T proceed(Invocation<T> invocation, ExtensionContext context) throws Throwable {
        Optional<ExtensionContext> test = test(context);
        return test.isPresent() ? namespace(test.get()).call(invocation::proceed) : invocation.proceed();
    }

    /** Finds the test that a context belongs to: a dynamic test's is its factory; that of a class belongs to none. */
    private static Optional<ExtensionContext> test(ExtensionContext context) {
        return context.getTestMethod().isPresent()
                ? Optional.of(context)
                : context.getParent().flatMap(NetworkNamespaceExtension::test);
    }

    /** Makes the test's namespace, once; JUnit closes it with the test's context. */
    private static NetworkNamespace namespace(ExtensionContext test) {
        return test.getStore(STORE)
                .getOrComputeIfAbsent(test.getUniqueId(), id -> NetworkNamespace.create(), NetworkNamespace.class);
    }
}
