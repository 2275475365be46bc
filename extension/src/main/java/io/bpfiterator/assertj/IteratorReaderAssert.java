// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.expected.ExpectedFile;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.internal.text.Lines;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.iterator.TableFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on one run of an iterator. A failure shows the iterator's name and the first and last lines of its output.
 *
 * <pre>{@code
 * assertThat(tasks).table(lastColumnToEndOfLine()).column("tgid").contains(ProcessHandle.current().pid());
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class IteratorReaderAssert extends BpfAssert<IteratorReaderAssert, IteratorReader> {

    private @Nullable String output;

    /** Starts assertions on one run of an iterator. */
    public IteratorReaderAssert(@Nullable IteratorReader actual) {
        super(actual, IteratorReaderAssert.class);
    }

    /** Navigates to the whole text. */
    public final TextAssert text() {
        return navigateToText(output())
                .as("text of %s", actual)
                .showing(new ShownOutput(actual + " printed", this::outputLines, 0));
    }

    /** Navigates to the lines, each without its {@code \n}. */
    public final LinesAssert lines() {
        List<String> lines = outputLines();
        return this.<String, LinesAssert>navigateToList(lines, LinesAssert.class, LinesAssert::new)
                .as("lines of %s", actual)
                .showing(printed(lines, lines.size()), "line");
    }

    /**
     * Navigates to the output as a table of cells separated by white space, whose first line names the columns.
     *
     * @throws io.bpfiterator.failure.BpfException if a row has more cells than the header names columns: then a cell
     *     contains blanks, and the table needs a {@link TableFormat}
     */
    public final TableAssert table() {
        return table(Table::withHeader);
    }

    /**
     * Navigates to the output as a table in a format.
     *
     * @throws io.bpfiterator.failure.BpfException if a line does not have the format
     */
    public final TableAssert table(TableFormat format) {
        return table(lines -> Table.of(lines, format));
    }

    /** Navigates to the output as a table whose columns have only positions. */
    public final TableAssert tableWithoutHeader() {
        return table(Table::withoutHeader);
    }

    /**
     * Navigates to the records of a new run, all of which are kept in memory; see
     * {@link IteratorReader#records(Class)}.
     *
     * @throws io.bpfiterator.failure.BpfException if the record does not match the struct, or the output ends within a
     *     record
     */
    public final <R extends Record> RecordsAssert<R> records(Class<R> type) {
        return records(required().records(type));
    }

    /** Navigates to the records of a new run, decoded with a codec such as a {@link io.bpfiterator.btf.Layout}. */
    public final <R> RecordsAssert<R> records(Class<R> type, Codec<R> codec) {
        return records(required().records(codec));
    }

    @SuppressWarnings("unchecked")
    private <R> RecordsAssert<R> records(Stream<R> stream) {
        try (stream) {
            List<R> records = stream.toList();
            Class<RecordsAssert<R>> assertType = (Class<RecordsAssert<R>>) (Class<?>) RecordsAssert.class;
            return this.<R, RecordsAssert<R>>navigateToList(records, assertType, RecordsAssert::new)
                    .as("records of %s", actual)
                    .showing(new ShownOutput(actual + " wrote", () -> records, 0), "record");
        }
    }

    /** Asserts that the iterator printed nothing. */
    public IteratorReaderAssert isEmpty() {
        if (!output().isEmpty()) {
            failWithMessage("Expected %s to print nothing, but it printed%n%s", actual, Excerpt.of(output()));
        }
        return this;
    }

    /** Asserts that the iterator printed something. */
    public IteratorReaderAssert isNotEmpty() {
        if (output().isEmpty()) {
            failWithMessage("Expected %s to print something, but it printed nothing", actual);
        }
        return this;
    }

    /** Asserts the number of lines that the iterator printed, including a header. */
    public IteratorReaderAssert hasLines(int expected) {
        int found = outputLines().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s to print %s, but it printed %d:%n%s",
                    actual,
                    Count.of(expected, "line"),
                    found,
                    Excerpt.around(outputLines(), line -> line, found > expected ? expected : ShownOutput.NOWHERE, 0));
        }
        return this;
    }

    /**
     * Asserts that the iterator printed the lines of a file. Lines are compared with what the options mask, in their
     * order or in any order, and a failure shows those that differ.
     *
     * <pre>{@code
     * assertThat(sockets).matchesFile("expected/udp.txt", masking("\\d+$", "<port>"), inAnyOrder());
     * }</pre>
     *
     * <p>The file is a resource, encoded in UTF-8. A variant for the series of the running kernel comes first: Linux
     * 5.10 has {@code expected/udp.5.10.txt}, if it exists, and any other kernel {@code expected/udp.txt}.
     *
     * <p>With the system property {@code bpfiterator.golden=update}, a file that is missing or differs is written to
     * {@code src/test/resources} instead, masked. A variant is written only if it exists. The build must then copy the
     * resource before the next run.
     *
     * @param file relative to the package of the class that calls this method; with a leading {@code /}, absolute
     * @throws io.bpfiterator.failure.BpfException if the file cannot be read; or if it must be updated and the sources
     *     cannot be written, as in a container or a virtual machine
     */
    public IteratorReaderAssert matchesFile(String file, FileOption... options) {
        ExpectedFile expected = new ExpectedFile(
                file, FileComparison.caller(), KernelRelease.running().series());
        new FileComparison(String.valueOf(actual), expected, Settings.SYSTEM_PROPERTIES, options)
                .compare(outputLines())
                .ifPresent(mismatch -> {
                    throw failureWithActualExpected(mismatch.actual(), mismatch.expected(), "%s", mismatch.message());
                });
        return this;
    }

    private TableAssert table(Function<List<String>, Table> parser) {
        List<String> lines = outputLines();
        Table table = parser.apply(lines);
        return navigate(table, Table.class, TableAssert.class, TableAssert::new)
                .from(actual.toString(), printed(lines, table.rows().size()));
    }

    private ShownOutput printed(List<String> lines, int elements) {
        return ShownOutput.of(actual + " printed", lines, elements);
    }

    private List<String> outputLines() {
        return Lines.of(output());
    }

    private String output() {
        if (output == null) {
            output = required().text();
        }
        return output;
    }
}
