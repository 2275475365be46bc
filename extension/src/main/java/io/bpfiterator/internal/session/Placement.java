// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.session;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Decides which tests may use BPF in this JVM. Tests that were meant for an environment must not silently pass here.
 *
 * <p>Without a rule, all tests may. Whoever runs tests elsewhere sets a rule for the duration of a run.
 */
public final class Placement {

    /** Refuses what must not run in this JVM. */
    public interface Rule {

        /**
         * Checks a test class that uses BPF.
         *
         * @throws io.bpfiterator.failure.DiagnosedException if its tests are meant to run elsewhere
         */
        void check(Class<?> testClass);

        /**
         * Checks a session that the calling method opens, rather than one that is injected.
         *
         * @throws io.bpfiterator.failure.DiagnosedException if its test is meant to run elsewhere
         */
        void checkSession();
    }

    /** A run may be nested in another one, such as a test of a test framework. The innermost is first. */
    private static final Deque<Rule> RULES = new ConcurrentLinkedDeque<>();

    private Placement() {}

    /** Sets a rule, until it is {@link #remove removed}. */
    public static void add(Rule rule) {
        RULES.addFirst(rule);
    }

    /** Removes a rule. */
    public static void remove(Rule rule) {
        RULES.removeFirstOccurrence(rule);
    }

    /** Checks a test class that uses BPF. */
    public static void check(Class<?> testClass) {
        Rule rule = RULES.peekFirst();
        if (rule != null) {
            rule.check(testClass);
        }
    }

    static void checkSession() {
        Rule rule = RULES.peekFirst();
        if (rule != null) {
            rule.checkSession();
        }
    }
}
