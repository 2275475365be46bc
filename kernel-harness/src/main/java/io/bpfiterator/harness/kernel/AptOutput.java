package io.bpfiterator.harness.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code apt-get update} printed, in English, and its exit status.
 *
 * <p>apt reports with nearly the same sentence that a mirror has no such suite, that the suite is not signed by a known
 * key, and that the connection broke. Only the first is an absent suite; whatever else went wrong is a failure.
 */
record AptOutput(int exitStatus, String text) {

    /** Newer versions of apt spell the severity out. */
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^(E|W|Error|Warning): (.*)$");

    private static final Pattern NO_RELEASE_FILE =
            Pattern.compile("The repository '(\\S+ \\S+ Release)' (?:does not have|no longer has) a Release file\\.?");

    private static final Pattern NO_SUCH_FILE = Pattern.compile("404\\b.*|File not found\\b.*");

    /** A bad signature, or a transfer that failed: apt adds sentences about the consequences. */
    private static final Pattern CAUSE = Pattern.compile("GPG error: .*|.*\\bNO_PUBKEY\\b.*|Failed to fetch .*");

    private static final Pattern SIGNATURE =
            Pattern.compile("GPG error|NO_PUBKEY|\\bnot signed\\b|\\bsignatures?\\b", Pattern.CASE_INSENSITIVE);

    private record Complaint(boolean error, String sentence) {}

    /** Returns the suites that the mirror answered not to have. */
    List<String> absentSuites() {
        return complaints()
                .flatMap(complaint -> absentSuite(complaint.sentence).stream())
                .distinct()
                .toList();
    }

    /** Returns the cause of a failure in apt's words; nothing if all went well but for absent suites. */
    Optional<String> failure() {
        List<Complaint> others = complaints()
                .filter(complaint -> absentSuite(complaint.sentence).isEmpty())
                .toList();
        boolean failed = others.stream().anyMatch(complaint -> complaint.error)
                // Before version 2.5, a list that was not transferred did no harm to the exit status.
                || others.stream().anyMatch(complaint -> complaint.sentence.startsWith("Failed to fetch "))
                || exitStatus != 0 && absentSuites().isEmpty();
        return failed ? Optional.of(cause(others)) : Optional.empty();
    }

    /** Returns the first line that names the cause, of all that apt printed. */
    String cause() {
        return cause(complaints().toList());
    }

    /** Tells whether a cause is a signature that is missing, or that was not made by a known key. */
    static boolean isAboutSignatures(String cause) {
        return SIGNATURE.matcher(cause).find();
    }

    private String cause(List<Complaint> complaints) {
        return complaints.stream()
                .map(Complaint::sentence)
                .filter(sentence -> CAUSE.matcher(sentence).matches())
                .findFirst()
                .or(() -> complaints.stream()
                        .filter(Complaint::error)
                        .findFirst()
                        .map(complaint -> withReason(complaint.sentence)))
                .or(() -> complaints.stream().findFirst().map(Complaint::sentence))
                .or(() -> text.lines().reduce((first, last) -> last))
                .orElse("it printed nothing, and its exit status is " + exitStatus)
                .replaceFirst("\\.$", "");
    }

    private Stream<Complaint> complaints() {
        return COMPLAINT
                .matcher(text)
                .results()
                .map(match -> new Complaint(
                        match.group(1).startsWith("E"), match.group(2).strip()));
    }

    /** apt uses the sentence for a connection that broke, too; its line of progress has the mirror's answer. */
    private Optional<String> absentSuite(String sentence) {
        Matcher matcher = NO_RELEASE_FILE.matcher(sentence);
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

    private String withReason(String sentence) {
        Matcher matcher = NO_RELEASE_FILE.matcher(sentence);
        List<String> reasons = matcher.matches() ? reasons(matcher.group(1)) : List.of();
        return reasons.isEmpty() ? sentence : sentence + " (" + String.join("; ", reasons) + ")";
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
