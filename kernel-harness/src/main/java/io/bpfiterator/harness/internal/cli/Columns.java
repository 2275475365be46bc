// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Aligns rows of cells. */
final class Columns {

    private static final String SEPARATOR = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> right = new HashSet<>();

    /** Aligns a column, counted from 0, at its right side. */
    Columns right(int column) {
        right.add(column);
        return this;
    }

    /** Adds a row, which may be shorter than others. */
    Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Returns the lines, without blanks at their ends. */
    String lines() {
        return rows.stream().map(this::line).collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(width(column) - row.get(column).length());
            line.append(right.contains(column) ? padding + row.get(column) : row.get(column) + padding)
                    .append(SEPARATOR);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
