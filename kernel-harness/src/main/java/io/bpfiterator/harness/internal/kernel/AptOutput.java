// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Interprets the English output of {@code apt-get update} and its exit status.
 *
 * <p>apt reports nearly the same sentence whether a mirror does not have a suite, the suite is not signed by a known
 * key, or the connection broke. Only the first is an absent suite. Everything else is a failure.
 */
record AptOutput(int exitStatus, String text) {

    /** Newer versions of apt write {@code Error:} instead of {@code E:}. */
    private static final Pattern DIAGNOSTIC = Pattern.compile("(?m)^(E|W|Error|Warning): (.*)$");

    private static final Pattern NO_RELEASE_FILE =
            Pattern.compile("The repository '(\\S+ \\S+ Release)' (?:does not have|no longer has) a Release file\\.?");

    private static final Pattern NO_SUCH_FILE = Pattern.compile("404\\b.*|File not found\\b.*");

    /** A bad signature or a failed transfer; other errors of the same run are consequences. */
    private static final Pattern CAUSE = Pattern.compile("GPG error: .*|.*\\bNO_PUBKEY\\b.*|Failed to fetch .*");

    private static final Pattern SIGNATURE =
            Pattern.compile("GPG error|NO_PUBKEY|\\bnot signed\\b|\\bsignatures?\\b", Pattern.CASE_INSENSITIVE);

    private record Diagnostic(boolean isError, String text) {}

    /** Returns the suites that the mirror reports as absent. */
    List<String> absentSuites() {
        return diagnostics()
                .flatMap(diagnostic -> absentSuite(diagnostic.text).stream())
                .distinct()
                .toList();
    }

    /** Returns the cause of a failure as apt reports it; empty if nothing failed except for absent suites. */
    Optional<String> failure() {
        List<Diagnostic> others = diagnostics()
                .filter(diagnostic -> absentSuite(diagnostic.text).isEmpty())
                .toList();
        boolean failed = others.stream().anyMatch(Diagnostic::isError)
                // Before version 2.5, apt exits with 0 even if it could not transfer a list.
                || others.stream().anyMatch(diagnostic -> diagnostic.text.startsWith("Failed to fetch "))
                || exitStatus != 0 && absentSuites().isEmpty();
        return failed ? Optional.of(cause(others)) : Optional.empty();
    }

    /** Returns the first line of the output that names a cause. */
    String cause() {
        return cause(diagnostics().toList());
    }

    /** Returns whether a cause is a missing signature, or one by an unknown key. */
    static boolean isAboutSignatures(String cause) {
        return SIGNATURE.matcher(cause).find();
    }

    private String cause(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(Diagnostic::text)
                .filter(line -> CAUSE.matcher(line).matches())
                .findFirst()
                .or(() -> diagnostics.stream()
                        .filter(Diagnostic::isError)
                        .findFirst()
                        .map(diagnostic -> withReason(diagnostic.text)))
                .or(() -> diagnostics.stream().findFirst().map(Diagnostic::text))
                .or(() -> text.lines().reduce((first, last) -> last))
                .orElse("it printed nothing, and its exit status is " + exitStatus)
                .replaceFirst("\\.$", "");
    }

    private Stream<Diagnostic> diagnostics() {
        return DIAGNOSTIC
                .matcher(text)
                .results()
                .map(match -> new Diagnostic(
                        match.group(1).startsWith("E"), match.group(2).strip()));
    }

    /** Returns the suite if the mirror does not have it: its response is in apt's progress lines, not in the error. */
    private Optional<String> absentSuite(String error) {
        Matcher matcher = NO_RELEASE_FILE.matcher(error);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String file = matcher.group(1);
        List<String> reasons = reasons(file);
        return !reasons.isEmpty()
                        && reasons.stream()
                                .allMatch(reason -> NO_SUCH_FILE.matcher(reason).matches())
                ? Optional.of(file.split(" ")[1])
                : Optional.empty();
    }

    private String withReason(String error) {
        Matcher matcher = NO_RELEASE_FILE.matcher(error);
        List<String> reasons = matcher.matches() ? reasons(matcher.group(1)) : List.of();
        return reasons.isEmpty() ? error : error + " (" + String.join("; ", reasons) + ")";
    }

    /** Returns why a file was not transferred: the line after {@code Err:2 http://mirror/debian sid Release}. */
    private List<String> reasons(String file) {
        List<String> reasons = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).matches("Err:\\d+ " + Pattern.quote(file) + "\\b.*")) {
                reasons.add(lines.get(i + 1).strip());
            }
        }
        return reasons;
    }
}
