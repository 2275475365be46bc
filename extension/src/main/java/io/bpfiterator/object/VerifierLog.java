package io.bpfiterator.object;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verifier's part of a log that libbpf printed when a program was refused. */
record VerifierLog(String program, List<String> lines) {

    private static final Pattern PART =
            Pattern.compile("prog '([^']*)': -- BEGIN PROG LOAD LOG --\\n(.*?)-- END PROG LOAD LOG --", Pattern.DOTALL);

    /** The verifier's closing statistics, such as {@code processed 12 insns (limit 1000000) …}. */
    private static final Pattern STATISTICS =
            Pattern.compile("(processed \\d+ insns|verification time |stack depth |peak_states ).*");

    /** Finds the last such part: libbpf tries a program again with more log, and the last one is of the program that failed. */
    static Optional<VerifierLog> in(String log) {
        Matcher part = PART.matcher(log);
        Optional<VerifierLog> last = Optional.empty();
        while (part.find()) {
            last = Optional.of(
                    new VerifierLog(part.group(1), part.group(2).lines().toList()));
        }
        return last;
    }

    /** Returns the sentence in which the verifier says no: its last line but for statistics. */
    String summary() {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !STATISTICS.matcher(line).matches())
                .reduce((earlier, later) -> later)
                .orElse("it gave no reason");
    }

    boolean wantsGpl() {
        return lines.stream().anyMatch(line -> line.contains("GPL"));
    }
}
