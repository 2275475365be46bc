// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.table.ParsedTable;
import io.bpfiterator.internal.text.Count;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * An iterator's output as rows of cells. Without a {@link TableFormat}, cells are separated by white space, as in the
 * output of {@code ss} or {@code /proc/net/tcp}.
 *
 * <p>Blank lines are ignored. A row may have fewer cells than the header names columns. A row with more cells is an
 * error, because some cell contains a blank, and all cells after it would be in the wrong column.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Table {

    private final ParsedTable parsed;
    private final List<Row> rows;

    private Table(ParsedTable parsed) {
        this.parsed = parsed;
        List<Row> numbered = new ArrayList<>(parsed.rows().size());
        for (String line : parsed.rows()) {
            numbered.add(new Row(this, numbered.size(), line));
        }
        this.rows = Collections.unmodifiableList(numbered);
    }

    /**
     * Parses lines in a format. Without lines, the table has no rows.
     *
     * @throws io.bpfiterator.failure.BpfException if a line does not have the format
     */
    public static Table of(List<String> lines, TableFormat format) {
        return new Table(format.parse(lines));
    }

    /**
     * Parses lines, the first of which names the columns. Without lines, the table has neither columns nor rows.
     *
     * @throws io.bpfiterator.failure.BpfException if a row has more cells than the header names columns
     */
    public static Table withHeader(List<String> lines) {
        return of(lines, TableFormat.blanks());
    }

    /** Parses lines, each of which is a row of any number of cells. */
    public static Table withoutHeader(List<String> lines) {
        return new Table(ParsedTable.blanksWithoutHeader(lines));
    }

    /** Returns the names of the columns in order; an empty list if the table has no header. */
    public List<String> columns() {
        return parsed.columns();
    }

    /** Returns the rows in the order in which the iterator printed them. */
    public List<Row> rows() {
        return rows;
    }

    /**
     * Returns the row at a position, from 0.
     *
     * @throws IllegalArgumentException if the table has fewer rows
     */
    public Row row(int position) {
        if (position < 0 || position >= rows.size()) {
            throw new IllegalArgumentException(
                    "The table has no row " + position + ": it has " + Count.of(rows.size(), "row") + ".");
        }
        return rows.get(position);
    }

    /**
     * Returns the rows whose cell in a column has the text of {@code value}.
     *
     * @throws IllegalArgumentException if no column has that name
     */
    public Stream<Row> rowsWhere(String column, Object value) {
        int position = position(column);
        Optional<String> text = Optional.of(String.valueOf(value));
        return rows.stream().filter(row -> row.find(position).equals(text));
    }

    /**
     * Returns the cells of a named column.
     *
     * @throws IllegalArgumentException if no column has that name, or a row is too short to have a cell in it
     */
    public List<String> column(String name) {
        return column(position(name));
    }

    /**
     * Returns the cells of the column at a position, from 0.
     *
     * @throws IllegalArgumentException if a row is too short to have a cell in the column
     */
    public List<String> column(int position) {
        return rows.stream().map(row -> row.cell(position)).toList();
    }

    /**
     * Returns each row as a Java record. A component reads the column with exactly its name, or else a column that
     * differs only in case and separators: {@code startTime} reads {@code start_time}, {@code START-TIME} or
     * {@code starttime}. Its type is {@code String}, a number type (hexadecimal cells start with {@code 0x}), a boolean
     * ({@code true}, {@code false}, {@code 1} or {@code 0}) or an enum with a constant for the cell's text. Columns
     * without a component are ignored.
     *
     * @throws io.bpfiterator.failure.BpfException if a component has no column, or a cell is missing or not of its type
     */
    public <R extends Record> List<R> rowsAs(Class<R> recordType) {
        RowMapper<R> mapper = new RowMapper<>(recordType, parsed.columns());
        return rows.stream().map(row -> mapper.map(row, row.position)).toList();
    }

    int position(String column) {
        List<String> columns = parsed.columns();
        int position = columns.indexOf(column);
        if (position < 0) {
            throw new IllegalArgumentException(
                    columns.isEmpty()
                            ? "The table has no column \"" + column + "\": "
                                    + (rows.isEmpty() ? "the output was empty." : "it has no header.")
                            : "The table has no column \"" + column + "\": the header names "
                                    + String.join(", ", columns) + ".");
        }
        return position;
    }

    /** One line of a table. Cells are split lazily, because a table may have a row for each of the kernel's symbols. */
    @API(status = EXPERIMENTAL, since = "0.1")
    public static final class Row {

        private final Table table;
        private final int position;
        private final String line;

        private Row(Table table, int position, String line) {
            this.table = table;
            this.position = position;
            this.line = line;
        }

        /** Returns all cells, from left to right. */
        public List<String> cells() {
            return table.parsed.splitter().cells(line);
        }

        /**
         * Returns the cell in a named column.
         *
         * @throws IllegalArgumentException if no column has that name, or the row has no cell in it
         */
        public String cell(String column) {
            return cell(table.position(column));
        }

        /**
         * Returns the cell in the column at a position, from 0.
         *
         * @throws IllegalArgumentException if the row has no cell at that position
         */
        public String cell(int column) {
            return find(column)
                    .orElseThrow(() -> new IllegalArgumentException("Row " + position + " has no cell " + column
                            + ": it has " + Count.of(cells().size(), "cell") + ".\n" + this));
        }

        Optional<String> find(int column) {
            return table.parsed.splitter().cell(line, column);
        }

        @Override
        public String toString() {
            return String.join(" ", cells());
        }
    }
}
