// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfName;
import io.bpfiterator.internal.failure.Failure;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Finds the iterators that are declared for a test, nearest first: by its method, by its class with that class's
 * superclasses and interfaces, and by the enclosing classes with theirs. A nearer iterator hides others of the same
 * name.
 */
final class VisibleIterators {

    private final List<List<IteratorDeclaration>> levels = new ArrayList<>();

    private VisibleIterators() {}

    static VisibleIterators from(ExtensionContext context) {
        VisibleIterators visible = new VisibleIterators();
        context.getTestMethod()
                .ifPresent(method -> visible.addLevel(IteratorDeclaration.on(method, method.getDeclaringClass())));
        List<Class<?>> innermostFirst = new ArrayList<>(context.getEnclosingTestClasses());
        innermostFirst.add(context.getRequiredTestClass());
        Collections.reverse(innermostFirst);
        innermostFirst.forEach(visible::addLevelsOf);
        return visible;
    }

    private void addLevelsOf(Class<?> testClass) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            types.add(type);
            addInterfaces(type, types);
        }
        types.forEach(type -> addLevel(IteratorDeclaration.on(type, type)));
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (found.add(implemented)) {
                addInterfaces(implemented, found);
            }
        }
    }

    private void addLevel(List<IteratorDeclaration> declarations) {
        List<IteratorDeclaration> visible = new ArrayList<>();
        for (IteratorDeclaration declaration : declarations) {
            if (visible.stream().anyMatch(other -> other.name().equals(declaration.name()))) {
                throw new ParameterResolutionException(declaration.element() + " declares two iterators named \""
                        + declaration.name() + "\". Give them different names with name = \"…\".");
            }
            if (named(declaration.name()).isEmpty()) {
                visible.add(declaration);
            }
        }
        if (!visible.isEmpty()) {
            levels.add(visible);
        }
    }

    List<IteratorDeclaration> outermostFirst() {
        List<List<IteratorDeclaration>> reversed = new ArrayList<>(levels);
        Collections.reverse(reversed);
        return reversed.stream().flatMap(List::stream).toList();
    }

    /**
     * Chooses the iterator for a parameter: by {@link BpfName}, else by the parameter's name, else the only iterator of
     * the nearest level.
     */
    IteratorDeclaration choose(ParameterContext parameter) {
        if (levels.isEmpty()) {
            throw unresolved(
                    parameter, "no iterator is declared", "Add @BpfIterator to the parameter, the method or the class");
        }
        Optional<BpfName> wanted = parameter.findAnnotation(BpfName.class);
        if (wanted.isPresent()) {
            String name = wanted.get().value();
            return named(name)
                    .orElseThrow(() -> unresolved(
                            parameter, "no iterator is named \"" + name + "\"", "Choose one of: " + names()));
        }
        List<IteratorDeclaration> nearest = levels.get(0);
        return Optional.of(parameter.getParameter())
                .filter(Parameter::isNamePresent)
                .flatMap(named -> named(named.getName()))
                .or(() -> nearest.size() == 1 ? Optional.of(nearest.get(0)) : Optional.empty())
                .orElseThrow(() -> unresolved(
                        parameter,
                        "several iterators are declared: " + names(),
                        "Select one with @BpfName, or give the parameter its name and compile with -parameters"));
    }

    private static ParameterResolutionException unresolved(ParameterContext parameter, String cause, String remedy) {
        return new ParameterResolutionException(
                Failure.invalid("Cannot inject an iterator into parameter " + parameter.getParameter())
                        .because(cause)
                        .remedy(remedy)
                        .message());
    }

    private Optional<IteratorDeclaration> named(String name) {
        return levels.stream()
                .flatMap(List::stream)
                .filter(declaration -> declaration.name().equals(name))
                .findFirst();
    }

    private String names() {
        return String.join(
                ", ",
                levels.stream()
                        .flatMap(List::stream)
                        .map(declaration -> "\"" + declaration.name() + "\"")
                        .toList());
    }
}
