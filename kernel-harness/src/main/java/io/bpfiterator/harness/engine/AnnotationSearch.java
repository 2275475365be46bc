package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.InEnvironments;
import java.util.Collection;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;

/**
 * Tells whether a class that is selected may say where it runs, without Jupiter's help where that is easy: build tools select
 * classes and methods by name, and what they run without environments should cost nothing.
 */
final class AnnotationSearch {

    private AnnotationSearch() {}

    static boolean mayFindIn(Collection<? extends DiscoverySelector> selectors) {
        return selectors.stream().anyMatch(AnnotationSearch::mayFindIn);
    }

    private static boolean mayFindIn(DiscoverySelector selector) {
        if (selector instanceof ClassSelector type) {
            return isAnnotated(type.getClassName());
        }
        return !(selector instanceof MethodSelector method) || isAnnotated(method.getClassName());
    }

    /** A class that can't be loaded is Jupiter's to complain of; one within another may stand in an annotated one. */
    private static boolean isAnnotated(String className) {
        Optional<Class<?>> type = ReflectionSupport.tryToLoadClass(className).toOptional();
        while (type.isPresent()) {
            if (AnnotationSupport.isAnnotated(type.get(), InEnvironments.class)) {
                return true;
            }
            type = Optional.ofNullable(type.get().getEnclosingClass());
        }
        return false;
    }
}
