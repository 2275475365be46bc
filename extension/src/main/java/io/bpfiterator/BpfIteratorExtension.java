package io.bpfiterator;

import io.bpfiterator.object.BpfMap;
import io.bpfiterator.reader.IteratorReader;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;

/** Ties {@link BpfIterator} to JUnit's life cycle. All state is in the context's store, as {@link IteratorFixtures}. */
final class BpfIteratorExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestInstantiationAwareExtension {

    /** A constructor's iterator belongs to the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        FieldInjection.intoStaticFields(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        IteratorFixtures fixtures = IteratorFixtures.of(context);
        VisibleIterators.from(context).outermostFirst().forEach(fixtures::open);
        FieldInjection.intoInstanceFields(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        NetworkNamespaceExtension.runInNamespaceOf(
                context, () -> IteratorFixtures.of(context).publishOutput());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == IteratorReader.class
                || type == BpfMap.class
                || !IteratorDeclaration.on(parameter.getParameter(), type).isEmpty();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        IteratorFixtures fixtures = IteratorFixtures.of(context);
        if (type == IteratorReader.class) {
            return fixtures.open(declarationFor(parameter, context)).reader();
        }
        if (type == BpfMap.class) {
            VisibleIterators.from(context).outermostFirst().forEach(fixtures::open);
            return new MapParameter(parameter).choose(fixtures.all());
        }
        throw new ParameterResolutionException("@BpfIterator injects an IteratorReader, and parameter "
                + parameter.getParameter() + " is none; change its type");
    }

    private static IteratorDeclaration declarationFor(ParameterContext parameter, ExtensionContext context) {
        AnnotatedElement element = parameter.getParameter();
        Class<?> declaringClass = parameter.getDeclaringExecutable().getDeclaringClass();
        List<IteratorDeclaration> own = IteratorDeclaration.on(element, declaringClass);
        if (own.size() > 1) {
            throw new ParameterResolutionException("Parameter " + parameter.getParameter() + " has " + own.size()
                    + " annotations @BpfIterator; a parameter takes one");
        }
        return own.isEmpty() ? VisibleIterators.from(context).choose(parameter) : own.get(0);
    }
}
