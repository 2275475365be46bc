// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import io.bpfiterator.internal.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits lines at fixed positions.
 *
 * @param boundaries the position at which each column after the first starts
 */
record AlignedCells(List<Integer> boundaries) implements CellSplitter {

    /**
     * Finds the boundaries of the columns. Two columns are apart where all lines are blank between the names of the
     * columns; if they are blank in several places, then in the widest.
     *
     * @param lines the header, and the rows
     * @throws io.bpfiterator.failure.BpfException if a row has text all the way from one name to the next
     */
    static AlignedCells of(List<String> lines) {
        String header = lines.get(0);
        List<Integer> boundaries = new ArrayList<>();
        int end = Blanks.find(header, Blanks.skip(header, 0));
        for (int next = Blanks.skip(header, end); next < header.length(); next = Blanks.skip(header, end)) {
            boundaries.add(boundary(lines, end, next));
            end = Blanks.find(header, next);
        }
        return new AlignedCells(List.copyOf(boundaries));
    }

    private static int boundary(List<String> lines, int from, int to) {
        boolean[] used = new boolean[to - from];
        for (String line : lines) {
            for (int i = 0; i < used.length && from + i < line.length(); i++) {
                used[i] |= !Blanks.isBlank(line.charAt(from + i));
            }
        }
        int widest = 0;
        int boundary = 0;
        for (int i = 0, width = 0; i < used.length; i++) {
            width = used[i] ? 0 : width + 1;
            if (width > 0 && width >= widest) {
                widest = width;
                boundary = from + i + 1;
            }
        }
        if (widest == 0) {
            throw crossed(lines, from, to);
        }
        return boundary;
    }

    private static RuntimeException crossed(List<String> lines, int from, int to) {
        String header = lines.get(0);
        String row = lines.stream()
                .filter(line -> line.length() > from && Blanks.find(line, from) >= Math.min(to, line.length()))
                .findFirst()
                .orElse(lines.get(lines.size() - 1));
        int start = header.lastIndexOf(' ', from - 1) + 1;
        return Failure.invalid("Cannot distinguish columns " + header.substring(start, from) + " and "
                        + header.substring(to, Blanks.find(header, to)) + " by their alignment")
                .because("no position between their names is blank in all rows")
                .details(header + "\n" + row)
                .remedy("Print wider columns, or read the rows with TableFormat.matching")
                .exception();
    }

    @Override
    public List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int boundary : boundaries) {
            cells.add(cell(line, start, boundary));
            start = boundary;
        }
        cells.add(cell(line, start, line.length()));
        return List.copyOf(cells);
    }

    private static String cell(String line, int start, int end) {
        return start >= line.length() ? "" : Blanks.strip(line, start, Math.min(end, line.length()));
    }
}
