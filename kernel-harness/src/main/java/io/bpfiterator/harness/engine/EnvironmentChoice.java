package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.InEnvironments;
import io.bpfiterator.harness.environment.Environments;
import io.bpfiterator.harness.environment.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides in which environments a top-level class runs. */
final class EnvironmentChoice {

    private final List<String> names;

    EnvironmentChoice(Settings settings) {
        names = names(settings.get(Environments.PARAMETER).stream().flatMap(list -> Stream.of(list.split(","))));
    }

    /** Returns the names of the configuration parameter, in its order. */
    List<String> names() {
        return names;
    }

    /** Returns the names for a class; none leaves it to Jupiter. */
    List<String> environmentsOf(Class<?> type) {
        return AnnotationSupport.findAnnotation(type, InEnvironments.class)
                .map(annotation -> names(Stream.of(annotation.value())))
                .orElseGet(() -> !names.isEmpty() && BpfUse.in(type) ? names : List.of());
    }

    private static List<String> names(Stream<String> texts) {
        return texts.map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
