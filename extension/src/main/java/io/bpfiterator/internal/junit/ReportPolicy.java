// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Decides which tests get a {@link TestReport}. */
enum ReportPolicy {
    FAILURES,
    NEVER,
    ALWAYS;

    static ReportPolicy of(ExtensionContext context) {
        Settings settings = context::getConfigurationParameter;
        return valueOf(settings.value(ExtensionSettings.REPORT).toUpperCase(Locale.ROOT));
    }

    /** Returns whether a test gets a report; an aborted test has not failed. */
    boolean includes(Optional<Throwable> thrownByTest) {
        return switch (this) {
            case NEVER -> false;
            case ALWAYS -> true;
            case FAILURES ->
                thrownByTest
                        .filter(thrown -> !(thrown instanceof TestAbortedException))
                        .isPresent();
        };
    }
}
