package io.bpfiterator.internal.feature;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the sentence in which the kernel's verifier refuses a program. */
public final class VerifierSentence {

    /** The verifier's closing statistics, such as {@code processed 12 insns (limit 1000000) …}. */
    private static final Pattern STATISTICS =
            Pattern.compile("(processed \\d+ insns|verification time |stack depth |peak_states ).*");

    private VerifierSentence() {}

    /** Returns the last line of a log before its statistics; an empty text if there is none. */
    public static String of(List<String> log) {
        return log.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !STATISTICS.matcher(line).matches())
                .reduce("", (earlier, later) -> later);
    }
}
