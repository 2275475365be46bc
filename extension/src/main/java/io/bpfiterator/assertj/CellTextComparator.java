// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import java.util.Comparator;

/** Compares cells with expected values by their text: 42 equals "42". */
enum CellTextComparator implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object cell, Object expected) {
        return String.valueOf(cell).compareTo(String.valueOf(expected));
    }

    @Override
    public String toString() {
        return "their text";
    }
}
