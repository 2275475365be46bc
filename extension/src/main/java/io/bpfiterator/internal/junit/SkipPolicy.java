// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Decides whether a test that cannot run here is skipped or fails, from two configuration parameters. By default only
 * tests with a condition are skipped.
 *
 * @param strict whether every skip is a failure
 * @param skipsUnavailable whether a test is skipped if the machine, kernel or process lacks something that it requires
 */
public record SkipPolicy(boolean strict, boolean skipsUnavailable) {

    static SkipPolicy of(ExtensionContext context) {
        return of((Settings) context::getConfigurationParameter);
    }

    /** Reads the policy of a run. */
    public static SkipPolicy of(Settings settings) {
        return new SkipPolicy(
                settings.value(ExtensionSettings.STRICT),
                settings.value(ExtensionSettings.UNAVAILABLE).equals("skip"));
    }

    /**
     * Returns the exception for a test whose iterator could not be pinned: the failure itself, or one that aborts it.
     */
    RuntimeException failureOrAbortion(DiagnosedException failure) {
        return skips(failure) ? new TestAbortedException(failure.getMessage(), failure) : failure;
    }

    /** Returns whether a test that fails for this reason is skipped instead. */
    public boolean skips(DiagnosedException failure) {
        return failure.isUnavailable() && skipsUnavailable && !strict;
    }
}
