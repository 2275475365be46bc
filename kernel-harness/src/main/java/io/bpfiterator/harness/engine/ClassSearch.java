package io.bpfiterator.harness.engine;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;

/**
 * Finds out whether a class that is selected may concern the harness, without Jupiter's help where that is easy: build
 * tools select classes and methods by name, and a suite that the harness has no part in should lose no time.
 */
final class ClassSearch {

    private final Predicate<Class<?>> concerns;

    ClassSearch(Predicate<Class<?>> concerns) {
        this.concerns = concerns;
    }

    /**
     * Tells whether one of the selectors may select such a class; of a whole package or directory that is not known.
     */
    boolean mayFindIn(Collection<? extends DiscoverySelector> selectors) {
        return selectors.stream().anyMatch(this::mayFindIn);
    }

    private boolean mayFindIn(DiscoverySelector selector) {
        if (selector instanceof ClassSelector type) {
            return concerns(type.getClassName());
        }
        return !(selector instanceof MethodSelector method) || concerns(method.getClassName());
    }

    /** A class that can't be loaded is Jupiter's to complain of; one within another belongs to that. */
    private boolean concerns(String className) {
        Optional<Class<?>> type = ReflectionSupport.tryToLoadClass(className).toOptional();
        while (type.isPresent()) {
            if (concerns.test(type.get())) {
                return true;
            }
            type = Optional.ofNullable(type.get().getEnclosingClass());
        }
        return false;
    }
}
