package io.bpfiterator.object;

import io.bpfiterator.internal.feature.KnownTarget;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import java.util.Optional;

/**
 * The target of an iterator: what it walks.
 *
 * @param name the kernel's name of the target, such as {@code task}; in the program's section, it follows {@code iter/}
 *     or {@code iter.s/}
 */
public record IteratorTarget(String name) {

    static Optional<IteratorTarget> ofSection(String section) {
        for (String prefix : new String[] {"iter/", "iter.s/"}) {
            if (section.startsWith(prefix)) {
                return Optional.of(new IteratorTarget(section.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    /** Returns whether the target walks the elements of one map, which is then a required parameter. */
    public boolean walksMap() {
        return parameter().filter(Parameter.MAP::equals).isPresent();
    }

    /** Returns the parameter that the target accepts when it is attached; empty if it accepts none. */
    Optional<Parameter> parameter() {
        return KnownTarget.named(name).flatMap(KnownTarget::parameter);
    }

    /** Describes the parameter that the target accepts, for a message. */
    String parameterDescription() {
        return parameter().map(Parameter::toString).orElse("no parameters");
    }

    @Override
    public String toString() {
        return name;
    }
}
