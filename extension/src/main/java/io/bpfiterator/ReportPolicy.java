package io.bpfiterator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Which tests get a {@link TestReport}. */
enum ReportPolicy {
    FAILURES,
    NEVER,
    ALWAYS;

    /** {@code failures}, the default, {@code never} or {@code always}. */
    private static final String PARAMETER = "bpfiterator.report";

    static ReportPolicy of(ExtensionContext context) {
        String word = context.getConfigurationParameter(PARAMETER).orElseGet(FAILURES::toString);
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("Configuration parameter " + PARAMETER + " is \""
                        + word + "\"; it is either failures, never or always"));
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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
