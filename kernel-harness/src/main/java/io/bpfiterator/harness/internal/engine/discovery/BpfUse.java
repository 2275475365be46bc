package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.BpfSession;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Determines whether a test class uses BPF: it carries one of the library's annotations, directly, on a member or
 * through a meta-annotation, or it has a field or parameter of type {@link BpfSession}.
 *
 * <p>Superclasses, interfaces and nested classes are searched as well.
 */
final class BpfUse {

    private static final String LIBRARY = BpfSession.class.getPackageName();

    private final Set<Class<?>> seen = new HashSet<>();

    private BpfUse() {}

    static boolean in(Class<?> type) {
        return new BpfUse().isIn(type);
    }

    private boolean isIn(Class<?> type) {
        if (type == Object.class || !seen.add(type)) {
            return false;
        }
        return isAnnotated(type)
                || Stream.of(type.getDeclaredFields()).anyMatch(this::isIn)
                || Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
                        .anyMatch(this::isIn)
                || Stream.of(type.getDeclaredClasses()).anyMatch(this::isIn)
                || Stream.of(type.getInterfaces()).anyMatch(this::isIn)
                || type.getSuperclass() != null && isIn(type.getSuperclass());
    }

    private boolean isIn(Field field) {
        return isAnnotated(field) || field.getType() == BpfSession.class;
    }

    private boolean isIn(Executable executable) {
        return isAnnotated(executable) || Stream.of(executable.getParameters()).anyMatch(this::isIn);
    }

    private boolean isIn(Parameter parameter) {
        return isAnnotated(parameter) || parameter.getType() == BpfSession.class;
    }

    private boolean isAnnotated(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(this::isOfLibrary);
    }

    private boolean isOfLibrary(Class<? extends Annotation> annotation) {
        if (annotation.getPackageName().equals(LIBRARY)) {
            return true;
        }
        return !annotation.getName().startsWith("java.") && seen.add(annotation) && isAnnotated(annotation);
    }
}
