package io.bpfiterator.assertj;

import java.util.Comparator;

/** Compares cells with expected values by their texts: 42 is "42". */
enum ByText implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object cell, Object expected) {
        return String.valueOf(cell).compareTo(String.valueOf(expected));
    }

    @Override
    public String toString() {
        return "their texts";
    }
}
