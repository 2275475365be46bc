// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfName;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Listing;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Resolves a parameter that receives a part of a pinned iterator, such as a map of its object: the one named by
 * {@link BpfName}, else the one with the parameter's name, else the only one.
 *
 * @param noun the kind of the part with its article, for messages
 * @param parts returns the candidates of an iterator
 * @param nameOf returns the name of a candidate
 */
record NamedParameter<T>(
        ParameterContext context,
        String noun,
        Function<IteratorFixture, List<? extends T>> parts,
        Function<T, String> nameOf) {

    /** Chooses among the parts of the pinned iterators, which are grouped by the declaring element, nearest first. */
    T choose(List<List<IteratorFixture>> groups) {
        Optional<String> requested = context.findAnnotation(BpfName.class).map(BpfName::value);
        Optional<String> name = requested.or(this::parameterName);
        List<T> all = new ArrayList<>();
        for (List<IteratorFixture> group : groups) {
            List<T> candidates = new ArrayList<>();
            group.forEach(fixture -> candidates.addAll(parts.apply(fixture)));
            List<T> named = candidates.stream()
                    .filter(part -> name.filter(nameOf.apply(part)::equals).isPresent())
                    .toList();
            if (named.size() == 1) {
                return named.get(0);
            }
            if (named.size() > 1) {
                throw unresolved("several have its name: " + Listing.of(named));
            }
            all.addAll(candidates);
        }
        if (requested.isEmpty() && all.size() == 1) {
            return all.get(0);
        }
        throw unresolved(
                all.isEmpty()
                        ? "no iterator that this test declares has one"
                        : requested
                                        .map(missing -> "none is named \"" + missing + "\", only: ")
                                        .orElse("none has its name, and several exist: ")
                                + Listing.of(all));
    }

    private Optional<String> parameterName() {
        Parameter parameter = context.getParameter();
        return parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty();
    }

    private ParameterResolutionException unresolved(String cause) {
        return new ParameterResolutionException(
                Failure.invalid("Cannot inject " + noun + " into parameter " + context.getParameter())
                        .because(cause)
                        .remedy("Select one with @BpfName, or give the parameter its name and compile with -parameters."
                                + " If two iterators load the same object, open the object with a BpfSession instead")
                        .message());
    }
}
