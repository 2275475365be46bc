// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Splits lines at white space.
 *
 * @param limit the largest number of cells: the last one extends to the end of the line
 */
record BlankSeparatedCells(int limit) implements CellSplitter {

    @Override
    public List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int start = Blanks.skip(line, 0);
        while (start < line.length()) {
            int end = end(line, start, cells.size());
            cells.add(Blanks.strip(line, start, end));
            start = Blanks.skip(line, end);
        }
        return Collections.unmodifiableList(cells);
    }

    /** Splits only as far as necessary, because a table may have a row for each of the kernel's symbols. */
    @Override
    public Optional<String> cell(String line, int position) {
        if (position < 0 || position >= limit) {
            return Optional.empty();
        }
        int start = Blanks.skip(line, 0);
        for (int before = position; before > 0 && start < line.length(); before--) {
            start = Blanks.skip(line, Blanks.find(line, start));
        }
        return start == line.length()
                ? Optional.empty()
                : Optional.of(Blanks.strip(line, start, end(line, start, position)));
    }

    @Override
    public int count(String line) {
        int count = 0;
        for (int start = Blanks.skip(line, 0); start < line.length() && count < limit; count++) {
            start = Blanks.skip(line, Blanks.find(line, start));
        }
        return count;
    }

    private int end(String line, int start, int position) {
        return position == limit - 1 ? line.length() : Blanks.find(line, start);
    }
}
