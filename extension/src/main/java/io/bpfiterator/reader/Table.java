package io.bpfiterator.reader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/**
 * An iterator's output as rows of cells set apart by white space, as {@code ss} or {@code /proc/net/tcp} print it.
 *
 * <p>Lines without a cell are left out. A row may be shorter or longer than the header; cells beyond it have a position
 * only.
 */
public final class Table {

    private static final String BLANKS = " \t\n\u000b\f\r";

    private final List<String> columns;
    private final List<Row> rows;

    private Table(List<String> columns, List<List<String>> rows) {
        this.columns = columns;
        List<Row> numbered = new ArrayList<>(rows.size());
        for (List<String> cells : rows) {
            numbered.add(new Row(this, numbered.size(), cells));
        }
        this.rows = List.copyOf(numbered);
    }

    /** Parses lines of which the first names the columns; no lines at all give a table without columns and rows. */
    public static Table withHeader(List<String> lines) {
        List<List<String>> parsed = parse(lines);
        return parsed.isEmpty()
                ? new Table(List.of(), List.of())
                : new Table(parsed.get(0), parsed.subList(1, parsed.size()));
    }

    /** Parses lines of which each is a row. */
    public static Table withoutHeader(List<String> lines) {
        return new Table(List.of(), parse(lines));
    }

    private static List<List<String>> parse(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Table::cells)
                .toList();
    }

    /** A table may have a line for each of the kernel's symbols: a regular expression would take seconds. */
    private static List<String> cells(String line) {
        StringTokenizer words = new StringTokenizer(line, BLANKS);
        List<String> cells = new ArrayList<>(words.countTokens());
        while (words.hasMoreTokens()) {
            cells.add(words.nextToken());
        }
        return Collections.unmodifiableList(cells);
    }

    /** Returns the columns' names in their order; empty where there is no header. */
    public List<String> columns() {
        return columns;
    }

    /** Returns the rows in the order in which the iterator printed them. */
    public List<Row> rows() {
        return rows;
    }

    /** Returns the row at a position, from 0. */
    public Row row(int position) {
        if (position < 0 || position >= rows.size()) {
            throw new IllegalArgumentException("no row " + position + ": the table has " + rows.size() + " rows");
        }
        return rows.get(position);
    }

    /** Returns the rows whose cell in a column has this text. */
    public Stream<Row> rowsWhere(String column, Object value) {
        int position = position(column);
        return rows.stream().filter(row -> row.cells().size() > position).filter(row -> row.cell(position)
                .equals(String.valueOf(value)));
    }

    /**
     * Returns the cells of the column with a name.
     *
     * @throws IllegalArgumentException if there is no such column, or a row is too short to have a cell in it
     */
    public List<String> column(String name) {
        return column(position(name));
    }

    /** Returns the cells of the column at a position, from 0. */
    public List<String> column(int position) {
        return rows.stream().map(row -> row.cell(position)).toList();
    }

    /**
     * Returns each row as a Java record. A component is the column of its name: of the very name, else whatever its case,
     * with {@code startTime} for {@code start_time}, {@code START-TIME} or {@code starttime}. It is a {@code String}, a
     * number (a hexadecimal one begins with {@code 0x}), a boolean ({@code true}, {@code false}, {@code 1}, {@code 0}) or an
     * enum with the cell's text as a constant. Columns without a component are passed over.
     *
     * @throws io.bpfiterator.kernel.BpfException if a component has no column, or a cell is missing or says something else
     */
    public <R extends Record> List<R> rowsAs(Class<R> recordType) {
        RowMapper<R> mapper = new RowMapper<>(recordType, columns);
        return rows.stream().map(row -> mapper.map(row, row.position)).toList();
    }

    int position(String column) {
        int position = columns.indexOf(column);
        if (position < 0) {
            throw new IllegalArgumentException(
                    columns.isEmpty()
                            ? "no column \"" + column + "\": "
                                    + (rows.isEmpty() ? "there was no output" : "the table has no header")
                            : "no column \"" + column + "\": the header names " + String.join(", ", columns));
        }
        return position;
    }

    /** One line of a table. */
    public static final class Row {

        private final Table table;
        private final int position;
        private final List<String> cells;

        private Row(Table table, int position, List<String> cells) {
            this.table = table;
            this.position = position;
            this.cells = cells;
        }

        public List<String> cells() {
            return cells;
        }

        /** Returns the cell in the column with a name. */
        public String cell(String column) {
            return cell(table.position(column));
        }

        /** Returns the cell in the column at a position, from 0. */
        public String cell(int column) {
            if (column < 0 || column >= cells.size()) {
                throw new IllegalArgumentException(
                        "no cell " + column + " in row " + position + ", which has " + cells.size() + ": " + this);
            }
            return cells.get(column);
        }

        @Override
        public String toString() {
            return String.join(" ", cells);
        }
    }
}
