// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the largest sets of classes in which each class depends on each other, directly or through others. Annotations
 * do not count: each names its extension, which reads the annotation.
 */
public final class ClassCycles {

    private final Map<String, Set<String>> dependencies = new TreeMap<>();
    private final Map<String, Set<String>> reachable = new HashMap<>();

    private ClassCycles(JavaClasses classes) {
        for (JavaClass type : classes) {
            if (type.isAnnotation()) {
                continue;
            }
            dependencies
                    .computeIfAbsent(topLevel(type), name -> new TreeSet<>())
                    .addAll(type.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)
                            .map(ClassCycles::topLevel)
                            .collect(Collectors.toSet()));
        }
        dependencies.keySet().forEach(type -> reachable.put(type, reachableFrom(type)));
    }

    /** Returns the sets by their classes' names, without sets of one class. A nested class counts as its outermost. */
    public static Set<SortedSet<String>> in(JavaClasses classes) {
        ClassCycles cycles = new ClassCycles(classes);
        return cycles.dependencies.keySet().stream()
                .map(cycles::cycleOf)
                .filter(cycle -> cycle.size() > 1)
                .collect(Collectors.toSet());
    }

    private static String topLevel(JavaClass type) {
        return type.getBaseComponentType().getName().replaceAll("\\$.*", "");
    }

    private SortedSet<String> cycleOf(String type) {
        return reachable.get(type).stream()
                .filter(other -> reachable.getOrDefault(other, Set.of()).contains(type))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> reachableFrom(String type) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(type));
        while (!open.isEmpty()) {
            for (String next : dependencies.getOrDefault(open.pop(), Set.of())) {
                if (dependencies.containsKey(next) && found.add(next)) {
                    open.push(next);
                }
            }
        }
        return found;
    }
}
