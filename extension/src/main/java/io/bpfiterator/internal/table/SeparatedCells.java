// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Splits lines at a separator, and removes the blanks around each cell. Cells may be empty. */
record SeparatedCells(Pattern separator) implements CellSplitter {

    static SeparatedCells at(String separator) {
        return new SeparatedCells(Pattern.compile(separator, Pattern.LITERAL));
    }

    @Override
    public List<String> cells(String line) {
        return Arrays.stream(separator.split(line, -1)).map(String::strip).toList();
    }
}
