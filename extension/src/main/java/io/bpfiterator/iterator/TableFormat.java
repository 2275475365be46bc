// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.table.ParsedTable;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Says how the lines that an iterator prints are split into cells. Choose another format than {@link #blanks} if cells
 * contain blanks, as names of threads do ({@code VM Thread}).
 *
 * <pre>{@code
 * assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(pid);
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class TableFormat {

    private final String description;
    private final Function<List<String>, ParsedTable> parser;

    private TableFormat(String description, Function<List<String>, ParsedTable> parser) {
        this.description = description;
        this.parser = parser;
    }

    /** Separates cells by white space. The first line names the columns, and no row may have more cells than it. */
    public static TableFormat blanks() {
        return new TableFormat("cells separated by blanks", ParsedTable::blanks);
    }

    /** Separates cells by white space, but the last column extends to the end of the line, as in {@code ps}. */
    public static TableFormat lastColumnToEndOfLine() {
        return new TableFormat(
                "cells separated by blanks, the last to the end of the line", ParsedTable::lastColumnToEndOfLine);
    }

    /**
     * Separates cells by a text such as {@code ","}, and removes blanks around them. Cells may be empty. The first line
     * names the columns, and no row may have more cells than it.
     *
     * @throws IllegalArgumentException if the separator is empty
     */
    public static TableFormat separatedBy(String separator) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("The separator must not be empty.");
        }
        return new TableFormat(
                "cells separated by \"" + separator + "\"", lines -> ParsedTable.separatedBy(separator, lines));
    }

    /**
     * Separates cells by the positions of the names in the first line, as {@code printf("%-16s")} prints them. Two
     * columns are apart where all lines are blank between their names: names may stand above the start or the end of
     * the cells. Cells may be empty. Tabs count as one character.
     */
    public static TableFormat alignedToHeader() {
        return new TableFormat("cells aligned to the header", ParsedTable::aligned);
    }

    /**
     * Takes the cells from the named groups of a regular expression, which must match each line as a whole. The groups
     * name the columns. The first line may be a header, which need not match.
     *
     * @throws IllegalArgumentException if the expression is invalid, or has no named group
     */
    public static TableFormat matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        if (ParsedTable.matching(pattern, List.of()).columns().isEmpty()) {
            throw new IllegalArgumentException(
                    "The expression " + regex + " has no named group. Name a group for each column: (?<pid>\\d+)");
        }
        return new TableFormat("lines that match " + regex, lines -> ParsedTable.matching(pattern, lines));
    }

    ParsedTable parse(List<String> lines) {
        return parser.apply(lines);
    }

    /** Returns a description of the format. */
    @Override
    public String toString() {
        return description;
    }
}
