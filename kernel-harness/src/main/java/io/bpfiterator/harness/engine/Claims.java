package io.bpfiterator.harness.engine;

import java.util.HashSet;
import java.util.Set;
import org.junit.platform.engine.UniqueId;

/**
 * The tests that the harness takes from Jupiter, by Jupiter's unique ids.
 *
 * <p>JUnit lets all engines discover, then filters what they found, all in one thread: so the engine claims,
 * {@link ClaimFilter} takes out, and {@link ClaimListener} forgets. Where the engine is left out of a run, nothing is
 * claimed, and Jupiter keeps all of it.
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

    static void forget() {
        CLAIMED.remove();
    }
}
