package io.bpfiterator.object;

import io.bpfiterator.internal.feature.VerifierMessage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The verifier's part of a log that libbpf printed when a program was refused.
 *
 * @param lines empty where the kernel refused the program before the verifier looked at it
 */
record VerifierLog(String program, List<String> lines) {

    private static final Pattern PART =
            Pattern.compile("prog '([^']*)': -- BEGIN PROG LOAD LOG --\\n(.*?)-- END PROG LOAD LOG --", Pattern.DOTALL);

    /** libbpf's line about each program that the kernel refused, whether or not the verifier wrote a log. */
    private static final Pattern REFUSED = Pattern.compile("prog '([^']*)': BPF program load failed: ");

    /** Finds the last such part: libbpf tries a program again with more log, and the last one is of the program that failed. */
    static Optional<VerifierLog> in(String log) {
        Matcher part = PART.matcher(log);
        Optional<VerifierLog> last = Optional.empty();
        while (part.find()) {
            last = Optional.of(
                    new VerifierLog(part.group(1), part.group(2).lines().toList()));
        }
        return last.isPresent() ? last : lastRefused(log);
    }

    private static Optional<VerifierLog> lastRefused(String log) {
        return REFUSED.matcher(log)
                .results()
                .reduce((earlier, later) -> later)
                .map(line -> new VerifierLog(line.group(1), List.of()));
    }

    /** Returns the sentence in which the verifier refuses the program; an empty text if it said none. */
    String sentence() {
        return VerifierMessage.of(lines);
    }

    boolean wantsGpl() {
        return lines.stream().anyMatch(line -> line.contains("GPL"));
    }
}
