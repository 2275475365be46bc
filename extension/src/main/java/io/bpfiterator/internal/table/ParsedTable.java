// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The lines of a table.
 *
 * @param columns the names of the columns; empty without a header
 * @param rows the lines after the header, none of which is blank
 * @param splitter splits a row into cells
 */
public record ParsedTable(List<String> columns, List<String> rows, CellSplitter splitter) {

    private static final CellSplitter AT_BLANKS = new BlankSeparatedCells(Integer.MAX_VALUE);

    private static final ParsedTable EMPTY = new ParsedTable(List.of(), List.of(), AT_BLANKS);

    /** Parses lines whose cells are separated by white space, the first of which names the columns. */
    public static ParsedTable blanks(List<String> lines) {
        return withHeader(lines, AT_BLANKS);
    }

    /** Parses lines like {@link #blanks}, but the last column extends to the end of the line. */
    public static ParsedTable lastColumnToEndOfLine(List<String> lines) {
        int columns = lines.stream()
                .filter(line -> !isBlank(line))
                .findFirst()
                .map(AT_BLANKS::count)
                .orElse(1);
        return withHeader(lines, new BlankSeparatedCells(columns));
    }

    /** Parses lines whose cells are separated by white space, without names of columns. */
    public static ParsedTable blanksWithoutHeader(List<String> lines) {
        return new ParsedTable(List.of(), notBlank(lines), AT_BLANKS);
    }

    /** Parses lines whose cells are separated by a text, the first of which names the columns. */
    public static ParsedTable separatedBy(String separator, List<String> lines) {
        return withHeader(lines, SeparatedCells.at(separator));
    }

    /** Parses lines whose cells are aligned with the names in the first line. */
    public static ParsedTable aligned(List<String> lines) {
        List<String> notBlank = notBlank(lines);
        return notBlank.isEmpty() ? EMPTY : withHeader(notBlank, AlignedCells.of(notBlank));
    }

    /** Parses lines that a pattern matches; the first may be a header, which the pattern does not match. */
    public static ParsedTable matching(Pattern pattern, List<String> lines) {
        MatchedCells splitter = MatchedCells.of(pattern);
        List<String> rows = notBlank(lines);
        if (!rows.isEmpty() && !splitter.matches(rows.get(0))) {
            rows = rows.subList(1, rows.size());
        }
        for (int row = 0; row < rows.size(); row++) {
            if (!splitter.matches(rows.get(row))) {
                throw Failure.invalid("Cannot read row " + row + " of the table")
                        .because("the pattern " + pattern + " does not match it")
                        .details(rows.get(row))
                        .exception();
            }
        }
        return new ParsedTable(splitter.columns(), rows, splitter);
    }

    private static ParsedTable withHeader(List<String> lines, CellSplitter splitter) {
        List<String> notBlank = notBlank(lines);
        if (notBlank.isEmpty()) {
            return EMPTY;
        }
        List<String> columns = splitter.cells(notBlank.get(0));
        List<String> rows = notBlank.subList(1, notBlank.size());
        for (int row = 0; row < rows.size(); row++) {
            requireFit(columns, row, rows.get(row), splitter);
        }
        return new ParsedTable(columns, rows, splitter);
    }

    /** A row with more cells than columns has a blank in some cell, so that the columns of its cells are not known. */
    private static void requireFit(List<String> columns, int row, String line, CellSplitter splitter) {
        int cells = splitter.count(line);
        if (cells > columns.size()) {
            throw Failure.invalid("Cannot read row " + row + " of the table")
                    .because("it has " + Count.of(cells, "cell") + ", but the header names only "
                            + Count.of(columns.size(), "column") + ": " + String.join(", ", columns))
                    .details(line)
                    .remedy("If a cell contains blanks, choose a TableFormat: lastColumnToEndOfLine(), separatedBy(…),"
                            + " alignedToHeader() or matching(…)")
                    .exception();
        }
    }

    private static List<String> notBlank(List<String> lines) {
        return lines.stream().filter(line -> !isBlank(line)).toList();
    }

    private static boolean isBlank(String line) {
        return Blanks.skip(line, 0) == line.length();
    }
}
