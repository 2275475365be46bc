// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes cells from the named groups of a pattern, which matches whole lines.
 *
 * @param columns the names of the groups, in their order
 */
record MatchedCells(Pattern pattern, List<String> columns) implements CellSplitter {

    /** Java lists the named groups of a pattern only since version 20. */
    private static final Pattern NAMED_GROUP =
            Pattern.compile("\\\\Q.*?(?:\\\\E|$)|\\\\.|\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

    static MatchedCells of(Pattern pattern) {
        List<String> columns = NAMED_GROUP
                .matcher(pattern.pattern())
                .results()
                .flatMap(group -> Optional.ofNullable(group.group(1)).stream())
                .toList();
        return new MatchedCells(pattern, columns);
    }

    boolean matches(String line) {
        return pattern.matcher(line).matches();
    }

    @Override
    public List<String> cells(String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            return List.of();
        }
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
            cells.add(Optional.ofNullable(matcher.group(column)).orElse(""));
        }
        return List.copyOf(cells);
    }
}
