// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.InEnvironments;
import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.harness.internal.auto.Relocation;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides in which environments a top-level class runs.
 *
 * <p>If {@code bpfiterator.environments} is not set, classes that use BPF stay in this JVM if its kernel runs every
 * iterator, and otherwise run in the environment that {@code auto} selects. The kernel is probed only if there is such
 * a class.
 */
final class EnvironmentChoice {

    private static final String THIS_JVM = ExtensionSettings.NO_ENVIRONMENT;

    private static final ClassValue<Boolean> CONCERNED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return namesItsOwn(type) || BpfUse.in(type);
        }
    };

    private final Settings settings;
    private final boolean set;
    private final List<String> names;
    private @Nullable Boolean relocates;
    private @Nullable AutoEnvironment auto;

    EnvironmentChoice(Settings settings) {
        this.settings = settings;
        Optional<List<String>> list = settings.given(HarnessSettings.ENVIRONMENTS);
        this.set = list.isPresent();
        this.names = list.map(this::resolved).orElse(List.of());
    }

    /** Returns the choice that leaves all classes without {@link InEnvironments} to Jupiter. */
    static EnvironmentChoice none() {
        return new EnvironmentChoice(
                key -> key.equals(HarnessSettings.ENVIRONMENTS.key()) ? Optional.of(THIS_JVM) : Optional.empty());
    }

    /** Returns the environments that the configuration parameter names, in its order. */
    List<String> names() {
        return names;
    }

    /** Returns whether a class may run in an environment, without probing the kernel. */
    boolean mayConcern(Class<?> type) {
        return concerns(type) && (!names.isEmpty() || namesItsOwn(type) || mayRelocate());
    }

    private boolean mayRelocate() {
        if (relocates == null) {
            relocates = !set && Relocation.isAllowed(settings);
        }
        return relocates;
    }

    /** Returns whether a class may run outside this JVM under some settings: it has the annotation or uses BPF. */
    static boolean concerns(Class<?> type) {
        return CONCERNED.get(type);
    }

    private static boolean namesItsOwn(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, InEnvironments.class)
                || misplaced(type).isPresent();
    }

    /** Returns an inner class with the annotation, which has no effect there: a class runs as a whole. */
    private static Optional<Class<?>> misplaced(Class<?> type) {
        for (Class<?> inner : type.getDeclaredClasses()) {
            if (!Modifier.isStatic(inner.getModifiers())) {
                Optional<Class<?>> found = AnnotationSupport.isAnnotated(inner, InEnvironments.class)
                        ? Optional.of(inner)
                        : misplaced(inner);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the environments of a class; empty if Jupiter runs it in this JVM.
     *
     * @throws EnvironmentException if its annotation is invalid, or one of its inner classes has the annotation
     */
    List<String> environmentsOf(Class<?> type) {
        misplaced(type).ifPresent(inner -> {
            throw Failure.invalid("Cannot use @InEnvironments of " + inner.getName())
                    .because("an inner class runs where its top-level class runs")
                    .remedy("Put the annotation on " + type.getName() + ", or make the class a top-level class")
                    .exception(EnvironmentException::new);
        });
        return AnnotationSupport.findAnnotation(type, InEnvironments.class)
                .map(annotation -> resolved(List.of(annotation.value())))
                .orElseGet(() -> mayConcern(type) ? general() : List.of());
    }

    /** Returns what {@code auto} stands for; empty if no class required the decision. */
    Optional<AutoEnvironment> auto() {
        return Optional.ofNullable(auto);
    }

    private List<String> general() {
        if (set) {
            return names;
        }
        AutoEnvironment decided = decideAuto();
        return decided.isHost() ? List.of() : List.of(decided.environment());
    }

    private List<String> resolved(List<String> texts) {
        List<String> given = texts.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (given.contains(THIS_JVM)) {
            if (given.size() > 1) {
                throw Failure.invalid("Cannot use " + HarnessSettings.ENVIRONMENTS + " = \"" + String.join(", ", given)
                                + "\"")
                        .because(THIS_JVM + " cannot be combined with environments")
                        .remedy("Remove either " + THIS_JVM + " or the environments")
                        .exception(EnvironmentException::new);
            }
            return List.of();
        }
        return given.stream()
                .flatMap(name -> Stream.of(
                        name.equals(AutoEnvironment.NAME) ? decideAuto().environment() : name))
                .distinct()
                .toList();
    }

    private AutoEnvironment decideAuto() {
        AutoEnvironment decided = auto;
        if (decided == null) {
            decided = AutoEnvironment.decide(settings);
            auto = decided;
        }
        return decided;
    }
}
