package io.bpfiterator;

import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Which tests get a {@link TestReport}. */
enum ReportPolicy {
    FAILURES,
    NEVER,
    ALWAYS;

    static ReportPolicy of(ExtensionContext context) {
        Settings settings = context::getConfigurationParameter;
        return valueOf(settings.value(ExtensionSettings.REPORT).toUpperCase(Locale.ROOT));
    }

    /** A test that was aborted has not failed. */
    boolean wants(Optional<Throwable> ending) {
        return switch (this) {
            case NEVER -> false;
            case ALWAYS -> true;
            case FAILURES ->
                ending.filter(thrown -> !(thrown instanceof TestAbortedException))
                        .isPresent();
        };
    }
}
