// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfGlobal;
import io.bpfiterator.object.BpfObject;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Implements {@link BpfIterator} and {@link BpfTest}. All state is in the context's store, as {@link IteratorFixtures}.
 */
public final class BpfIteratorExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                InvocationInterceptor,
                ParameterResolver,
                TestInstantiationAwareExtension {

    private static final List<Class<? extends Annotation>> LIFECYCLE_ANNOTATIONS =
            List.of(BeforeAll.class, BeforeEach.class, AfterEach.class, AfterAll.class);

    /** An iterator in a constructor belongs to the test for which the instance is created. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        CheckedSettings.check(context);
        rejectOnLifecycleMethods(context);
        FieldInjection.intoStaticFields(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CheckedSettings.check(context);
        rejectOnLifecycleMethods(context);
        openVisible(context);
        FieldInjection.intoInstanceFields(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        IteratorFixtures fixtures = IteratorFixtures.of(context);
        fixtures.publishOutput();
        fixtures.publishReport();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        IteratorFixtures.reportFailedClass(context);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        return proceed(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        IteratorFixtures.reportDynamicTest(context, () -> proceed(invocation, context));
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    /** After an OutOfMemoryError, JUnit ends the run without closing anything, so that pins would remain. */
    private static <T> T proceed(Invocation<T> invocation, ExtensionContext context) throws Throwable {
        try {
            return invocation.proceed();
        } catch (OutOfMemoryError e) {
            try {
                IteratorFixtures.closeAll(context);
            } catch (RuntimeException | Error failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == IteratorReader.class
                || type == BpfMap.class
                || type == BpfGlobal.class
                || type == BpfObject.class
                || type == BpfSession.class
                || !declaredOn(parameter.getParameter()).isEmpty();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == IteratorReader.class) {
            return IteratorFixtures.of(context)
                    .open(declarationFor(parameter, context))
                    .reader();
        }
        if (type == BpfMap.class) {
            return new MapParameter(parameter).choose(inScope(parameter, context));
        }
        if (type == BpfGlobal.class) {
            return new NamedParameter<>(parameter, "a global variable", IteratorFixture::globals, BpfGlobal::name)
                    .choose(inScope(parameter, context));
        }
        if (type == BpfObject.class) {
            return new NamedParameter<>(parameter, "an object", List::of, IteratorFixture::name)
                    .choose(inScope(parameter, context))
                    .object();
        }
        if (type == BpfSession.class) {
            return IteratorFixtures.of(context).session();
        }
        throw new ParameterResolutionException(
                Failure.invalid("Cannot inject @BpfIterator into parameter " + parameter.getParameter())
                        .because("its type is not IteratorReader")
                        .remedy("Change its type")
                        .message());
    }

    private static List<List<IteratorFixture>> inScope(ParameterContext parameter, ExtensionContext context) {
        openVisible(context);
        openAll(parameter.getDeclaringExecutable().getParameters(), context);
        return IteratorFixtures.of(context).inScope();
    }

    private static void openVisible(ExtensionContext context) {
        IteratorFixtures fixtures = IteratorFixtures.of(context);
        VisibleIterators.from(context).outermostFirst().forEach(fixtures::open);
    }

    /** A parameter may ask for a map of the object that a later parameter declares. */
    private static void openAll(Parameter[] parameters, ExtensionContext context) {
        for (Parameter parameter : parameters) {
            declaredOn(parameter).forEach(IteratorFixtures.of(context)::open);
        }
    }

    private static List<IteratorDeclaration> declaredOn(Parameter parameter) {
        return IteratorDeclaration.on(
                parameter, parameter.getDeclaringExecutable().getDeclaringClass());
    }

    private static IteratorDeclaration declarationFor(ParameterContext parameter, ExtensionContext context) {
        List<IteratorDeclaration> own = declaredOn(parameter.getParameter());
        if (own.size() > 1) {
            throw new ParameterResolutionException(
                    Failure.invalid("Cannot inject an iterator into parameter " + parameter.getParameter())
                            .because("it has " + own.size() + " @BpfIterator annotations")
                            .remedy("Keep one of them")
                            .message());
        }
        return own.isEmpty() ? VisibleIterators.from(context).choose(parameter) : own.get(0);
    }

    /**
     * On a lifecycle method the annotation would silently have no effect. A class is searched once in a run, at the
     * first callback: beforeAll, or beforeEach if only a test method registers the extension.
     */
    private static void rejectOnLifecycleMethods(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(BpfIteratorExtension.class, BpfIterator.class))
                .getOrComputeIfAbsent(context.getRequiredTestClass(), testClass -> {
                    rejectOnLifecycleMethodsOf(testClass);
                    return testClass;
                });
    }

    private static void rejectOnLifecycleMethodsOf(Class<?> testClass) {
        for (Method method :
                AnnotationSupport.findAnnotatedMethods(testClass, BpfIterator.class, HierarchyTraversalMode.TOP_DOWN)) {
            if (LIFECYCLE_ANNOTATIONS.stream().anyMatch(kind -> AnnotationSupport.isAnnotated(method, kind))) {
                throw new ExtensionConfigurationException(
                        Failure.invalid("@BpfIterator on " + method + " has no effect")
                                .because("the method is not a test")
                                .remedy("Move the annotation to the method's parameter or to the class")
                                .message());
            }
        }
    }
}
