package io.bpfiterator;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
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

    static SkipPolicy of(ExtensionContext context) {
        Settings settings = context::getConfigurationParameter;
        return new SkipPolicy(
                settings.value(ExtensionSettings.STRICT),
                settings.value(ExtensionSettings.UNAVAILABLE).equals("skip"));
    }

    /** Returns what a test ends with whose iterator could not be pinned: the failure itself, or an abortion for it. */
    RuntimeException endingFor(DiagnosedException failure) {
        return failure.isUnavailable() && skipsUnavailable && !strict
                ? new TestAbortedException(failure.getMessage(), failure)
                : failure;
    }
}
