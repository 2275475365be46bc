package io.bpfiterator;

import io.bpfiterator.kernel.BpfException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Which tests that can't run here may be skipped, as two configuration parameters say: by default those whose condition
 * says so, and no others.
 *
 * @param strict whether none may be
 * @param skipsUnavailable whether one may be whose surroundings lack something, though it has no condition
 */
record SkipPolicy(boolean strict, boolean skipsUnavailable) {

    /** {@code true} makes each skip a failure; the default is {@code false}. */
    static final String STRICT = "bpfiterator.strict";

    /** {@code skip} or, the default, {@code fail}. */
    private static final String UNAVAILABLE = "bpfiterator.unavailable";

    static SkipPolicy of(ExtensionContext context) {
        return new SkipPolicy(
                isSecond(context, STRICT, "false", "true"), isSecond(context, UNAVAILABLE, "fail", "skip"));
    }

    /** Returns what a test ends with whose iterator could not be pinned: the failure itself, or an abortion for it. */
    RuntimeException endingFor(BpfException failure) {
        return failure.isUnavailable() && skipsUnavailable && !strict
                ? new TestAbortedException(failure.getMessage(), failure)
                : failure;
    }

    private static boolean isSecond(ExtensionContext context, String parameter, String first, String second) {
        String value = context.getConfigurationParameter(parameter).orElse(first);
        if (!value.equals(first) && !value.equals(second)) {
            throw new ExtensionConfigurationException("Configuration parameter " + parameter + " is \"" + value
                    + "\"; it is either " + first + " or " + second);
        }
        return value.equals(second);
    }
}
