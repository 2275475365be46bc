package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.InEnvironments;
import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.harness.internal.auto.Relocation;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides in which environments a top-level class runs.
 *
 * <p>Where the parameter is not set, classes that use BPF stay in this JVM if its kernel runs every iterator, and else
 * run in the machine that {@code auto} stands for. The kernel is asked only when there is such a class.
 */
final class EnvironmentChoice {

    private static final String THIS_JVM = ExtensionSettings.NO_ENVIRONMENT;

    private final Settings settings;
    private final boolean set;
    private final List<String> names;
    private final boolean mayRelocate;
    private final Map<Class<?>, Boolean> concerned = new HashMap<>();
    private @Nullable AutoEnvironment auto;

    EnvironmentChoice(Settings settings) {
        this.settings = settings;
        Optional<List<String>> list = settings.given(HarnessSettings.ENVIRONMENTS);
        this.set = list.isPresent();
        this.names = list.map(this::resolved).orElse(List.of());
        this.mayRelocate = !set && Relocation.isAllowed(settings);
    }

    /** Returns the choice that leaves every class to Jupiter but those that name their environments themselves. */
    static EnvironmentChoice none() {
        return new EnvironmentChoice(
                key -> key.equals(HarnessSettings.ENVIRONMENTS.key()) ? Optional.of(THIS_JVM) : Optional.empty());
    }

    /** Returns the names of the configuration parameter, in its order. */
    List<String> names() {
        return names;
    }

    /** Tells whether a class runs in an environment, as far as the class and the settings decide it. */
    boolean mayConcern(Class<?> type) {
        return (!names.isEmpty() || mayRelocate || namesItsOwn(type)) && concerns(type);
    }

    /** Tells whether some settings let a class run in an environment: it names its own, or it uses BPF. */
    boolean concerns(Class<?> type) {
        return concerned.computeIfAbsent(type, unknown -> namesItsOwn(type) || BpfUse.in(type));
    }

    private static boolean namesItsOwn(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, InEnvironments.class);
    }

    /** Returns the names for a class; none leaves it to Jupiter. */
    List<String> environmentsOf(Class<?> type) {
        return AnnotationSupport.findAnnotation(type, InEnvironments.class)
                .map(annotation -> resolved(List.of(annotation.value())))
                .orElseGet(() -> mayConcern(type) ? general() : List.of());
    }

    /** Returns what {@code auto} stands for, if it was asked for. */
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
                throw new EnvironmentException(HarnessSettings.ENVIRONMENTS + " is \"" + String.join(", ", given)
                        + "\": " + THIS_JVM + " must stand alone. Leave it out, or the others.");
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
