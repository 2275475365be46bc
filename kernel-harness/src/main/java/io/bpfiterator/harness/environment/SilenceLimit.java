package io.bpfiterator.harness.environment;

import io.bpfiterator.kernel.BpfException;
import java.time.Duration;

/** How long an agent may say nothing while tests run. */
final class SilenceLimit {

    /** In seconds; 600 by default. */
    static final String PARAMETER = "bpfiterator.timeout";

    private static final int DEFAULT_SECONDS = 600;

    private SilenceLimit() {}

    static Duration of(Settings settings) {
        return settings.get(PARAMETER).map(SilenceLimit::parse).orElse(Duration.ofSeconds(DEFAULT_SECONDS));
    }

    private static Duration parse(String value) {
        try {
            long seconds = Long.parseLong(value);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too small.
        }
        throw new BpfException("Configuration parameter " + PARAMETER + " is \"" + value
                + "\"; it is a number of seconds, " + DEFAULT_SECONDS + " by default");
    }
}
