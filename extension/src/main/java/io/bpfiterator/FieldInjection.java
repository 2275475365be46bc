package io.bpfiterator;

import io.bpfiterator.reader.IteratorReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
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
        inject(context, context.getRequiredTestClass(), null, field -> Modifier.isStatic(field.getModifiers()));
    }

    static void intoInstanceFields(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(context, instance.getClass(), instance, field -> !Modifier.isStatic(field.getModifiers()));
        }
    }

    private static void inject(
            ExtensionContext context, Class<?> testClass, @Nullable Object instance, Predicate<Field> kind) {
        for (Field field : ReflectionSupport.findFields(testClass, kind, HierarchyTraversalMode.TOP_DOWN)) {
            List<IteratorDeclaration> declarations = IteratorDeclaration.on(field, field.getDeclaringClass());
            if (!declarations.isEmpty()) {
                check(field, declarations);
                if (instance != null) {
                    refuseSharedField(context, field);
                }
                set(
                        field,
                        instance,
                        IteratorFixtures.of(context).open(declarations.get(0)).reader());
            }
        }
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

    /** Tests that run at once on one instance would take each other's reader out of the field. */
    private static void refuseSharedField(ExtensionContext context, Field field) {
        boolean perClass = context.getTestInstanceLifecycle()
                .filter(Lifecycle.PER_CLASS::equals)
                .isPresent();
        boolean parallel = context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false);
        if (perClass && parallel) {
            throw new ExtensionConfigurationException("Field " + field
                    + " would be shared by tests that run at once on one instance (PER_CLASS, CONCURRENT);"
                    + " inject the IteratorReader into a parameter instead");
        }
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
