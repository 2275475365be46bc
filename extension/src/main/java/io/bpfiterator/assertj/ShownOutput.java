// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/**
 * What a failed assertion shows under its sentences: the lines of an iterator's output, the rows of a table or records,
 * cut around the one at which it failed. In the sentences, a placeholder represents them.
 *
 * @param title what the lines are, {@code "iterator dump_task at /sys/fs/bpf/tasks printed"}
 * @param lines returns elements whose text is a line; called only for a failure
 * @param offset the number of lines before the first element that assertions count, such as a header
 */
record ShownOutput(String title, Supplier<? extends List<?>> lines, int offset) {

    /** The position of a failure that is about no line in particular. */
    static final int NOWHERE = -1;

    static final ShownOutput NONE = new ShownOutput("", List::of, 0);

    /** Shows the lines from which some elements were read; they may have more lines than elements, at the beginning. */
    static ShownOutput of(String title, List<?> lines, int elements) {
        return new ShownOutput(title, () -> lines, Math.max(0, lines.size() - elements));
    }

    /** Runs an assertion, and shows the lines under the sentences of its failure. */
    <A> A under(Supplier<A> assertion, Supplier<Integer> position) {
        try {
            return assertion.get();
        } catch (AssertionError failure) {
            throw isShownIn(failure) ? failure : extended(failure, at(position.get()));
        }
    }

    /** Runs an assertion that ends its chain, and shows the lines around a position under its failure. */
    void underLast(Runnable assertion, int position) {
        Supplier<ShownOutput> returning = () -> {
            assertion.run();
            return this;
        };
        under(returning, () -> position);
    }

    private boolean isShownIn(AssertionError failure) {
        return title.isEmpty() || message(failure).contains("\n" + title + ":\n");
    }

    /** Returns the title and the lines, cut around a position. */
    String at(int position) {
        return title + ":\n"
                + Excerpt.around(lines.get(), String::valueOf, position < 0 ? position : position + offset, offset);
    }

    private static String message(AssertionError failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "");
    }

    /** AssertJ ends most of its messages with an empty line. */
    private static AssertionError extended(AssertionError failure, String lines) {
        String message = PidNote.under(message(failure).stripTrailing()) + "\n" + lines;
        AssertionError shown = failure instanceof AssertionFailedError compared && compared.isExpectedDefined()
                ? new AssertionFailedError(
                        message,
                        compared.getExpected().getEphemeralValue(),
                        compared.getActual().getEphemeralValue(),
                        failure.getCause())
                : new AssertionError(message, failure.getCause());
        shown.setStackTrace(failure.getStackTrace());
        Arrays.stream(failure.getSuppressed()).forEach(shown::addSuppressed);
        return shown;
    }
}
