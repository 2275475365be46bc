package io.bpfiterator;

import io.bpfiterator.reader.IteratorReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Sets annotated fields: static ones once for the class, instance fields anew before each test. */
final class FieldInjection {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private FieldInjection() {}

    static void intoStaticFields(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        for (Field field : annotated(testClass, field -> Modifier.isStatic(field.getModifiers()))) {
            boolean setByClassAround = context.getEnclosingTestClasses().stream()
                    .anyMatch(around -> field.getDeclaringClass().isAssignableFrom(around));
            if (!setByClassAround) {
                if (field.getDeclaringClass() != testClass && runsAtOnce(context)) {
                    throw shared(field, "classes that run at once inherit it");
                }
                inject(context, field, null);
            }
        }
    }

    static void intoInstanceFields(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : annotated(instance.getClass(), field -> !Modifier.isStatic(field.getModifiers()))) {
                if (isSharedByTestsAtOnce(context, instance)) {
                    throw shared(field, "tests run at once on one instance (PER_CLASS, CONCURRENT)");
                }
                inject(context, field, instance);
            }
        }
    }

    private static List<Field> annotated(Class<?> testClass, Predicate<Field> kind) {
        return ReflectionSupport.findFields(testClass, kind, HierarchyTraversalMode.TOP_DOWN).stream()
                .filter(field -> !IteratorDeclaration.on(field, field.getDeclaringClass())
                        .isEmpty())
                .toList();
    }

    private static void inject(ExtensionContext context, Field field, @Nullable Object instance) {
        List<IteratorDeclaration> declarations = IteratorDeclaration.on(field, field.getDeclaringClass());
        check(field, declarations);
        set(
                field,
                instance,
                IteratorFixtures.of(context).open(declarations.get(0)).reader());
    }

    private static void check(Field field, List<IteratorDeclaration> declarations) {
        if (declarations.size() > 1) {
            throw new ExtensionConfigurationException(
                    "Field " + field + " has " + declarations.size() + " annotations @BpfIterator; a field takes one");
        }
        if (field.getType() != IteratorReader.class) {
            throw new ExtensionConfigurationException(
                    "@BpfIterator injects an IteratorReader, and field " + field + " is none; change its type");
        }
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(
                    "@BpfIterator can't set field " + field + ", which is final; leave final out");
        }
    }

    /**
     * Tells whether other tests may run meanwhile on an instance, which would take each other's reader out of its fields: it
     * serves all tests of its class, and something between that class and this test is concurrent.
     */
    private static boolean isSharedByTestsAtOnce(ExtensionContext test, Object instance) {
        boolean concurrent = false;
        for (Optional<ExtensionContext> at = Optional.of(test);
                at.isPresent();
                at = at.get().getParent()) {
            ExtensionContext context = at.get();
            boolean ofTheInstance = context.getTestMethod().isEmpty()
                    && context.getTestClass()
                            .filter(instance.getClass()::equals)
                            .isPresent();
            if (ofTheInstance) {
                return concurrent
                        && context.getTestInstanceLifecycle()
                                .filter(Lifecycle.PER_CLASS::equals)
                                .isPresent();
            }
            concurrent |= runsAtOnce(context);
        }
        return false;
    }

    private static boolean runsAtOnce(ExtensionContext context) {
        return context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false);
    }

    private static ExtensionConfigurationException shared(Field field, String why) {
        return new ExtensionConfigurationException("Field " + field + " would be set by several tests at a time: " + why
                + "; inject the IteratorReader into a parameter instead");
    }

    private static void set(Field field, @Nullable Object instance, IteratorReader reader) {
        try {
            field.setAccessible(true);
            field.set(instance, reader);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("Field " + field + " can't be set", e);
        }
    }
}
