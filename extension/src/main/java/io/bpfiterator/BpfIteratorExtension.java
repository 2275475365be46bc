package io.bpfiterator;

import io.bpfiterator.object.BpfMap;
import io.bpfiterator.reader.IteratorReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Ties {@link BpfIterator} to JUnit's life cycle. All state is in the context's store, as {@link IteratorFixtures}. */
final class BpfIteratorExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestInstantiationAwareExtension {

    private static final List<Class<? extends Annotation>> LIFE_CYCLE =
            List.of(BeforeAll.class, BeforeEach.class, AfterEach.class, AfterAll.class);

    /** A constructor's iterator belongs to the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        CheckedSettings.of(context);
        refuseOnLifeCycleMethods(context);
        FieldInjection.intoStaticFields(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CheckedSettings.of(context);
        refuseOnLifeCycleMethods(context);
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
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == IteratorReader.class
                || type == BpfMap.class
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
            openVisible(context);
            openAll(parameter.getDeclaringExecutable().getParameters(), context);
            return new MapParameter(parameter)
                    .choose(IteratorFixtures.of(context).inReach());
        }
        if (type == BpfSession.class) {
            return IteratorFixtures.of(context).session();
        }
        throw new ParameterResolutionException("@BpfIterator injects an IteratorReader, and parameter "
                + parameter.getParameter() + " is none; change its type");
    }

    private static void openVisible(ExtensionContext context) {
        IteratorFixtures fixtures = IteratorFixtures.of(context);
        VisibleIterators.from(context).outermostFirst().forEach(fixtures::open);
    }

    /** Opens what stands on any of a method's parameters: one of them may ask for the map of a later one's object. */
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
            throw new ParameterResolutionException("Parameter " + parameter.getParameter() + " has " + own.size()
                    + " annotations @BpfIterator; a parameter takes one");
        }
        return own.isEmpty() ? VisibleIterators.from(context).choose(parameter) : own.get(0);
    }

    /**
     * There it would mean nothing, and say so to nobody. A class is searched once in a run, at the first callback that comes:
     * before all tests, or before one where only its method brings the extension.
     */
    private static void refuseOnLifeCycleMethods(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(BpfIteratorExtension.class, BpfIterator.class))
                .getOrComputeIfAbsent(context.getRequiredTestClass(), testClass -> {
                    refuseOnLifeCycleMethodsOf(testClass);
                    return testClass;
                });
    }

    private static void refuseOnLifeCycleMethodsOf(Class<?> testClass) {
        for (Method method :
                AnnotationSupport.findAnnotatedMethods(testClass, BpfIterator.class, HierarchyTraversalMode.TOP_DOWN)) {
            if (LIFE_CYCLE.stream().anyMatch(kind -> AnnotationSupport.isAnnotated(method, kind))) {
                throw new ExtensionConfigurationException("@BpfIterator on " + method
                        + " does nothing, since it is no test; put it on the method's parameter, or on the class");
            }
        }
    }
}
