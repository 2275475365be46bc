// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The verifier's reason to refuse a program, from its log.
 *
 * @param errors the lines that follow the refused instruction; only the last line if the log has no instruction
 * @param source the C line of the refused instruction, as the log quotes it; newer kernels add {@code @ FILE:LINE}
 * @param instruction the number of the refused instruction in the program
 * @param suggestion what the kernel suggests to do, as kernels from about 7.3 say, in one line
 */
public record VerifierMessage(
        List<String> errors, Optional<String> source, OptionalInt instruction, Optional<String> suggestion) {

    /**
     * The first line of the diagnosis with which newer kernels follow the errors. It repeats them, with parts of the
     * source and of the program that look like other lines of the log.
     */
    private static final String DIAGNOSIS = "Verification failed: ";

    private static final String SUGGESTION = "Suggestion:";

    /** Matches the verifier's final statistics, such as {@code processed 12 insns (limit 1000000) …}. */
    private static final Pattern STATISTICS =
            Pattern.compile("(processed \\d+ insns|verification time |stack depth |peak_states ).*");

    /** Matches an instruction, and what libbpf writes in the place of an instruction that it made invalid. */
    private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): (\\([0-9a-f]{2}\\) |<).*");

    /** Matches the contents of registers and of the stack, which precede or follow an instruction. */
    private static final Pattern STATE = Pattern.compile(
            "(\\d+: )?(frame\\d+: ?)?(R\\d+|fp-\\d+)(_[rwD]+)?=.*|from \\d+ to \\d+.*|(cur|old) state:.*");

    /** Matches notices, which accompany programs that are not refused as well. */
    private static final Pattern NOTICE =
            Pattern.compile("func '.*' arg\\d+ has btf_id .*|reg type unsupported for arg#\\d+.*"
                    + "|arg#\\d+ reference type\\(.*\\) size cannot be determined.*|func#\\d+ @\\d+"
                    + "|(last_idx|regs=|parent |mark_precise).*"
                    + "|(caller|callee|returning from callee|to caller at \\d+):.*"
                    + "|Validating .*|Func.* is safe for any args.*|.* is global and assumed valid.*");

    private static final String SOURCE = "; ";

    /** Returns the message in a log; its errors are empty if the log has none. */
    public static VerifierMessage of(List<String> log) {
        List<String> errors = new ArrayList<>();
        Optional<String> source = Optional.empty();
        OptionalInt instruction = OptionalInt.empty();
        List<String> lines = log.stream().map(String::strip).toList();
        for (String line : lines) {
            if (line.startsWith(DIAGNOSIS)) {
                break;
            }
            Matcher number = INSTRUCTION.matcher(line);
            if (line.startsWith(SOURCE)) {
                source = Optional.of(line.substring(SOURCE.length()).strip());
                errors.clear();
            } else if (number.matches()) {
                instruction = OptionalInt.of(Integer.parseInt(number.group(1)));
                errors.clear();
            } else if (!isBeside(line)) {
                errors.add(line);
            }
        }
        int first = instruction.isPresent() ? 0 : Math.max(0, errors.size() - 1);
        return new VerifierMessage(
                List.copyOf(errors.subList(first, errors.size())), source, instruction, suggestion(lines));
    }

    private static Optional<String> suggestion(List<String> lines) {
        return Optional.of(lines.stream()
                        .dropWhile(line -> !line.startsWith(DIAGNOSIS))
                        .dropWhile(line -> !line.equals(SUGGESTION))
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty())
                        .collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
    }

    private static boolean isBeside(String line) {
        return line.isEmpty()
                || STATISTICS.matcher(line).matches()
                || STATE.matcher(line).matches()
                || NOTICE.matcher(line).matches();
    }

    /** Returns the errors in one line; an empty text without errors. */
    public String text() {
        return String.join("; ", errors);
    }
}
