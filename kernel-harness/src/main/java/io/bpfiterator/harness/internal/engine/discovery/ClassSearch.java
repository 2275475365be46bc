// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;

/**
 * Determines from the selectors whether a discovery may find a class that concerns the harness, without asking Jupiter
 * where possible. Build tools select classes and methods by name, so a suite without such classes is not discovered
 * twice.
 */
final class ClassSearch {

    private final Predicate<Class<?>> concerns;

    ClassSearch(Predicate<Class<?>> concerns) {
        this.concerns = concerns;
    }

    /** Returns whether a selector may select such a class. Always true for packages and directories. */
    boolean mayFindIn(Collection<? extends DiscoverySelector> selectors) {
        return selectors.stream().anyMatch(this::mayFindIn);
    }

    private boolean mayFindIn(DiscoverySelector selector) {
        if (selector instanceof ClassSelector type) {
            return concerns(type.getClassName());
        }
        return !(selector instanceof MethodSelector method) || concerns(method.getClassName());
    }

    // Jupiter reports classes that cannot be loaded. A nested class runs where its top-level class runs.
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
