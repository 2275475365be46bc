package io.bpfiterator.internal.feature;

import java.util.List;
import java.util.regex.Pattern;

/** Extracts the message with which the verifier refuses a program. */
public final class VerifierMessage {

    /** Matches the verifier's final statistics, such as {@code processed 12 insns (limit 1000000) …}. */
    private static final Pattern STATISTICS =
            Pattern.compile("(processed \\d+ insns|verification time |stack depth |peak_states ).*");

    private VerifierMessage() {}

    /** Returns the last line of a log before the statistics; an empty text if the log has no such line. */
    public static String of(List<String> log) {
        return log.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !STATISTICS.matcher(line).matches())
                .reduce("", (earlier, later) -> later);
    }
}
