package io.bpfiterator;

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
 * The iterators that are declared for a test by its method, its class and that class's bases, and the classes around it with
 * theirs, nearest first. One that is nearer hides others of its name.
 */
final class VisibleIterators {

    private final List<List<IteratorDeclaration>> levels = new ArrayList<>();

    private VisibleIterators() {}

    static VisibleIterators from(ExtensionContext context) {
        VisibleIterators visible = new VisibleIterators();
        context.getTestMethod()
                .ifPresent(method -> visible.addLevel(IteratorDeclaration.on(method, method.getDeclaringClass())));
        List<Class<?>> outwards = new ArrayList<>(context.getEnclosingTestClasses());
        outwards.add(context.getRequiredTestClass());
        Collections.reverse(outwards);
        outwards.forEach(visible::addLevelsOf);
        return visible;
    }

    private void addLevelsOf(Class<?> testClass) {
        Set<Class<?>> bases = new LinkedHashSet<>();
        for (Class<?> base = testClass; base != null; base = base.getSuperclass()) {
            bases.add(base);
            addInterfaces(base, bases);
        }
        bases.forEach(base -> addLevel(IteratorDeclaration.on(base, base)));
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (found.add(implemented)) {
                addInterfaces(implemented, found);
            }
        }
    }

    private void addLevel(List<IteratorDeclaration> declarations) {
        List<IteratorDeclaration> shown = new ArrayList<>();
        for (IteratorDeclaration declaration : declarations) {
            if (shown.stream().anyMatch(other -> other.name().equals(declaration.name()))) {
                throw new ParameterResolutionException(declaration.element() + " declares two iterators named \""
                        + declaration.name() + "\"; tell them apart with name = \"…\"");
            }
            if (named(declaration.name()).isEmpty()) {
                shown.add(declaration);
            }
        }
        if (!shown.isEmpty()) {
            levels.add(shown);
        }
    }

    List<IteratorDeclaration> outermostFirst() {
        List<List<IteratorDeclaration>> reversed = new ArrayList<>(levels);
        Collections.reverse(reversed);
        return reversed.stream().flatMap(List::stream).toList();
    }

    /** Chooses by {@link BpfName}, else by the parameter's own name, else the only one of the nearest level. */
    IteratorDeclaration choose(ParameterContext parameter) {
        if (levels.isEmpty()) {
            throw new ParameterResolutionException("No @BpfIterator says which iterator parameter "
                    + parameter.getParameter() + " shall read; put one on the parameter, the method or the class");
        }
        Optional<BpfName> wanted = parameter.findAnnotation(BpfName.class);
        if (wanted.isPresent()) {
            String name = wanted.get().value();
            return named(name)
                    .orElseThrow(() -> new ParameterResolutionException(
                            "No @BpfIterator is named \"" + name + "\"; those in reach are named " + names()));
        }
        List<IteratorDeclaration> nearest = levels.get(0);
        return Optional.of(parameter.getParameter())
                .filter(Parameter::isNamePresent)
                .flatMap(named -> named(named.getName()))
                .or(() -> nearest.size() == 1 ? Optional.of(nearest.get(0)) : Optional.empty())
                .orElseThrow(() -> new ParameterResolutionException("Parameter " + parameter.getParameter()
                        + " could read any of the iterators " + names()
                        + "; name one with @BpfName, or name the parameter like it and compile with -parameters"));
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
