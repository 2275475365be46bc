// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.failure.ClosedPackage;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.iterator.IteratorReader;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
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

/** Sets annotated fields: static fields once per class, instance fields before each test. */
final class FieldInjection {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private FieldInjection() {}

    static void intoStaticFields(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        for (Field field : annotated(testClass, field -> Modifier.isStatic(field.getModifiers()))) {
            boolean setByEnclosingClass = context.getEnclosingTestClasses().stream()
                    .anyMatch(enclosing -> field.getDeclaringClass().isAssignableFrom(enclosing));
            if (!setByEnclosingClass) {
                if (field.getDeclaringClass() != testClass && isConcurrent(context)) {
                    throw shared(field, "classes that run concurrently inherit it");
                }
                inject(context, field, null);
            }
        }
    }

    static void intoInstanceFields(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : annotated(instance.getClass(), field -> !Modifier.isStatic(field.getModifiers()))) {
                if (isSharedByConcurrentTests(context, instance)) {
                    throw shared(field, "tests run concurrently on one instance (PER_CLASS, CONCURRENT)");
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
            throw notInjectable(
                    field, "it has " + declarations.size() + " @BpfIterator annotations", "Keep one of them");
        }
        if (field.getType() != IteratorReader.class) {
            throw notInjectable(field, "its type is not IteratorReader", "Change its type");
        }
        if (Modifier.isFinal(field.getModifiers())) {
            throw notInjectable(field, "it is final", "Remove final");
        }
    }

    /**
     * Returns whether tests may run concurrently on an instance and so overwrite each other's readers in its fields:
     * the instance serves all tests of its class, and an element between that class and this test is concurrent.
     */
    private static boolean isSharedByConcurrentTests(ExtensionContext test, Object instance) {
        boolean concurrent = false;
        for (Optional<ExtensionContext> at = Optional.of(test);
                at.isPresent();
                at = at.get().getParent()) {
            ExtensionContext context = at.get();
            boolean isClassOfInstance = context.getTestMethod().isEmpty()
                    && context.getTestClass()
                            .filter(instance.getClass()::equals)
                            .isPresent();
            if (isClassOfInstance) {
                return concurrent
                        && context.getTestInstanceLifecycle()
                                .filter(Lifecycle.PER_CLASS::equals)
                                .isPresent();
            }
            concurrent |= isConcurrent(context);
        }
        return false;
    }

    private static boolean isConcurrent(ExtensionContext context) {
        return context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false);
    }

    private static ExtensionConfigurationException shared(Field field, String why) {
        return notInjectable(field, why, "Inject the IteratorReader into a parameter instead");
    }

    private static ExtensionConfigurationException notInjectable(Field field, String cause, String remedy) {
        return new ExtensionConfigurationException(Failure.invalid("Cannot inject @BpfIterator into field " + field)
                .because(cause)
                .remedy(remedy)
                .message());
    }

    /** JUnit makes the field accessible, because a module with tests opens its packages to JUnit anyway. */
    private static void set(Field field, @Nullable Object instance, IteratorReader reader) {
        try {
            ReflectionSupport.makeAccessible(field).set(instance, reader);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new ExtensionConfigurationException(
                    ClosedPackage.explain(
                                    Failure.invalid("Cannot set field " + field),
                                    field.getDeclaringClass(),
                                    ReflectionSupport.class.getModule(),
                                    e)
                            .message(),
                    e);
        }
    }
}
