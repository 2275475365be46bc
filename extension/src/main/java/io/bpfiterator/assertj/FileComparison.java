// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.internal.expected.ExpectedFile;
import io.bpfiterator.internal.expected.LineDiff;
import io.bpfiterator.internal.expected.Masking;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.Count;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares an iterator's output with a file of a test, or writes the file if the user wants that. */
final class FileComparison {

    private static final String UPDATE = "update";
    private static final int SHOWN_LINES = 60;

    /** The packages whose frames are between a test and its assertion in soft assertions. */
    private static final List<String> BETWEEN = List.of("org.assertj.", "net.bytebuddy.", "java.", "jdk.");

    /** What the names of the classes contain that are generated for soft assertions, in this package. */
    private static final String GENERATED = "$ByteBuddy$";

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** What a failure shows: the difference, and the texts, which IDEs compare in a window. */
    record Mismatch(String message, String actual, String expected) {}

    private final String iterator;
    private final ExpectedFile file;
    private final Masking masking;
    private final boolean ordered;
    private final boolean updates;

    FileComparison(String iterator, ExpectedFile file, Settings settings, FileOption... options) {
        this.iterator = iterator;
        this.file = file;
        masking = new Masking(
                Stream.of(options).flatMap(option -> option.mask().stream()).toList());
        ordered = Stream.of(options).noneMatch(FileOption::ignoresOrder);
        updates = settings.value(ExtensionSettings.GOLDEN).equals(UPDATE);
    }

    /** Returns the class that calls an assertion; its package has the file. */
    static Class<?> caller() {
        return STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> !isBetween(type))
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("No class calls the assertion."));
    }

    private static boolean isBetween(Class<?> type) {
        return type == FileComparison.class
                || BpfAssert.class.isAssignableFrom(type)
                || type.getName().contains(GENERATED)
                || BETWEEN.stream().anyMatch(type.getName()::startsWith);
    }

    /** Returns what differs; empty if nothing does, or if the file was written. */
    Optional<Mismatch> compare(List<String> printed) {
        List<String> actual = masking.of(printed);
        Optional<ExpectedFile.Content> expected = file.read();
        Optional<LineDiff> diff = expected.map(content -> diff(content.lines(), actual));
        if (diff.filter(LineDiff::isEmpty).isPresent()) {
            return Optional.empty();
        }
        if (updates) {
            file.write(actual);
            return Optional.empty();
        }
        return Optional.of(diff.map(found -> differing(expected.orElseThrow(), found, actual))
                .orElseGet(() -> missing(actual)));
    }

    private LineDiff diff(List<String> expected, List<String> actual) {
        return ordered ? LineDiff.inOrder(expected, actual) : LineDiff.inAnyOrder(expected, actual);
    }

    private Mismatch differing(ExpectedFile.Content expected, LineDiff diff, List<String> actual) {
        return new Mismatch(
                "Expected " + iterator + " to print the lines of " + expected.name()
                        + (ordered ? "" : " in any order") + ", but "
                        + Count.of(diff.differing(), "line") + " differed (- expected, + printed):\n"
                        + diff.shown(SHOWN_LINES) + "\nIf the output is right, update the file with "
                        + update() + ".",
                text(actual),
                text(expected.lines()));
    }

    private Mismatch missing(List<String> actual) {
        return new Mismatch(
                "Expected " + iterator + " to print the lines of " + file.name() + ", but no resource of "
                        + file.base().getName() + " has the name " + String.join(" or ", file.names())
                        + ". Write the file with " + update() + ". The iterator printed, masked:\n"
                        + Excerpt.of(actual),
                text(actual),
                "");
    }

    private static String update() {
        return "-D" + ExtensionSettings.GOLDEN + "=" + UPDATE;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines);
    }
}
