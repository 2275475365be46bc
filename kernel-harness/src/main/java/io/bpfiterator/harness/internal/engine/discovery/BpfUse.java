// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.BpfSession;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;

/**
 * Determines whether test classes use BPF: a class carries one of the library's annotations, directly, on a member or
 * through a meta-annotation, or it has a field or parameter of type {@link BpfSession}.
 *
 * <p>Superclasses, interfaces and nested classes are searched as well.
 *
 * <p>Every test class of a suite passes through here, also in suites without BPF, and build tools discover each class
 * before they discover all of them. So the verdict on an annotation lasts as long as its class, and parameters are read
 * only where there are any.
 */
final class BpfUse {

    private static final String LIBRARY = BpfSession.class.getPackageName();

    private static final ClassValue<Boolean> OF_LIBRARY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> annotation) {
            return isOfLibrary(annotation, new HashSet<>());
        }
    };

    private BpfUse() {}

    static boolean in(Class<?> type) {
        return in(type, new HashSet<>());
    }

    private static boolean in(Class<?> type, Set<Class<?>> seen) {
        return type != Object.class
                && seen.add(type)
                && (isAnnotated(type)
                        || inFields(type)
                        || in(type.getDeclaredMethods())
                        || in(type.getDeclaredConstructors())
                        || inAny(type.getDeclaredClasses(), seen)
                        || inAny(type.getInterfaces(), seen)
                        || type.getSuperclass() != null && in(type.getSuperclass(), seen));
    }

    private static boolean inAny(Class<?>[] types, Set<Class<?>> seen) {
        for (Class<?> type : types) {
            if (in(type, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inFields(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (field.getType() == BpfSession.class || isAnnotated(field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean in(Executable[] executables) {
        for (Executable executable : executables) {
            if (isAnnotated(executable) || executable.getParameterCount() > 0 && inParameters(executable)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inParameters(Executable executable) {
        for (Class<?> type : executable.getParameterTypes()) {
            if (type == BpfSession.class) {
                return true;
            }
        }
        for (Annotation[] ofParameter : executable.getParameterAnnotations()) {
            if (isAnyOfLibrary(ofParameter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return isAnyOfLibrary(element.getDeclaredAnnotations());
    }

    private static boolean isAnyOfLibrary(Annotation[] present) {
        for (Annotation annotation : present) {
            if (OF_LIBRARY.get(annotation.annotationType())) {
                return true;
            }
        }
        return false;
    }

    // Annotations may annotate one another in a circle.
    private static boolean isOfLibrary(Class<?> annotation, Set<Class<?>> seen) {
        if (annotation.getPackageName().equals(LIBRARY)) {
            return true;
        }
        if (annotation.getName().startsWith("java.") || !seen.add(annotation)) {
            return false;
        }
        for (Annotation meta : annotation.getDeclaredAnnotations()) {
            if (isOfLibrary(meta.annotationType(), seen)) {
                return true;
            }
        }
        return false;
    }
}
