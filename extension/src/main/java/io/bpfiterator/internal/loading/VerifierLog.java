// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.feature.VerifierMessage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The verifier's part of the log that libbpf prints when the kernel refuses a program.
 *
 * @param message without errors if the kernel refused the program before the verifier read it
 */
record VerifierLog(String program, VerifierMessage message) {

    private static final Pattern PART =
            Pattern.compile("prog '([^']*)': -- BEGIN PROG LOAD LOG --\\n(.*?)-- END PROG LOAD LOG --", Pattern.DOTALL);

    /** libbpf's line about each program that the kernel refused, with or without a log of the verifier. */
    private static final Pattern REFUSED = Pattern.compile("prog '([^']*)': BPF program load failed: ");

    /** The verifier's errors about a license; a name in another error does not have this form. */
    private static final Pattern LICENSE = Pattern.compile("\\bGPL[- ](restricted|compatible)\\b");

    /**
     * Finds the last such part: libbpf retries a program with a larger log, and the last part is of the failed program.
     */
    static Optional<VerifierLog> last(String log) {
        Matcher part = PART.matcher(log);
        Optional<VerifierLog> last = Optional.empty();
        while (part.find()) {
            last = Optional.of(new VerifierLog(
                    part.group(1), VerifierMessage.of(part.group(2).lines().toList())));
        }
        return last.isPresent() ? last : lastRefused(log);
    }

    private static Optional<VerifierLog> lastRefused(String log) {
        return REFUSED.matcher(log)
                .results()
                .reduce((earlier, later) -> later)
                .map(line -> new VerifierLog(line.group(1), VerifierMessage.of(List.of())));
    }

    /** Returns the verifier's reason to refuse the program; empty if it gave none. */
    String sentence() {
        return message.text();
    }

    boolean requiresGpl() {
        return message.errors().stream().anyMatch(line -> LICENSE.matcher(line).find());
    }
}
