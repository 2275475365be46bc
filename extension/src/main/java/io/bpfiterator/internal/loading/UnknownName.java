// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Listing;
import java.util.List;
import java.util.stream.Stream;

/** Builds the failure for a name that is not among those that an object has. */
final class UnknownName {

    private UnknownName() {}

    /**
     * Returns the failure, with the known names as its remedy.
     *
     * @param what such as {@code "Object tasks has no map counters"}
     */
    static Failure failure(String what, Stream<String> known) {
        List<String> names = known.toList();
        return names.isEmpty()
                ? Failure.notFound(what).because("it has none")
                : Failure.notFound(what).remedy("Choose one of: " + Listing.of(names));
    }
}
