// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import java.util.HashSet;
import java.util.Set;
import org.junit.platform.engine.UniqueId;

/**
 * Holds the unique ids, in Jupiter's form, of the tests that the harness runs instead of Jupiter.
 *
 * <p>JUnit runs the discovery of all engines and then the filters in one thread. The engine adds claims,
 * {@link ClaimFilter} excludes the claimed tests from Jupiter, and {@link ClaimListener} clears the claims. If the
 * engine is excluded from a run, nothing is claimed and Jupiter runs everything.
 */
final class Claims {

    private static final ThreadLocal<Set<UniqueId>> CLAIMED = ThreadLocal.withInitial(HashSet::new);

    private Claims() {}

    static void add(UniqueId jupiterId) {
        CLAIMED.get().add(jupiterId);
    }

    static boolean contain(UniqueId jupiterId) {
        return CLAIMED.get().contains(jupiterId);
    }

    static void clear() {
        CLAIMED.remove();
    }
}
