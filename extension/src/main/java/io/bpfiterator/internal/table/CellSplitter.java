// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import java.util.List;
import java.util.Optional;

/** Splits the lines of one table into cells. */
public interface CellSplitter {

    /** Returns the cells of a line, from left to right. */
    List<String> cells(String line);

    /** Returns the cell of a line at a position, from 0; empty if the line has no cell there. */
    default Optional<String> cell(String line, int position) {
        List<String> cells = cells(line);
        return position >= 0 && position < cells.size() ? Optional.of(cells.get(position)) : Optional.empty();
    }

    /** Returns the number of cells of a line. */
    default int count(String line) {
        return cells(line).size();
    }
}
