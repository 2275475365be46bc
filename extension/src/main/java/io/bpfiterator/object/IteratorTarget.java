package io.bpfiterator.object;

import io.bpfiterator.internal.feature.KnownTarget;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import java.util.Optional;

/**
 * What an iterator walks, named by the part of its section after {@code iter/} or {@code iter.s/}.
 *
 * @param name the kernel's name for it, such as {@code task}
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

    /** Tells whether the target walks the elements of one map, and so must be given it. */
    public boolean walksMap() {
        return parameter().filter(Parameter.MAP::equals).isPresent();
    }

    /** Returns what the target is given when it is attached. */
    Optional<Parameter> parameter() {
        return KnownTarget.named(name).flatMap(KnownTarget::parameter);
    }

    /** Says what the target is given, for an error. */
    String takes() {
        return "target " + name + " takes "
                + parameter().map(Parameter::toString).orElse("no parameters");
    }

    @Override
    public String toString() {
        return name;
    }
}
