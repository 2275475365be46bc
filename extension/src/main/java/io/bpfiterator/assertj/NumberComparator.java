// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import java.util.Comparator;
import java.util.Objects;

/** Compares integers by their values, because 1 and 1L are equal in C but not in Java. */
enum NumberComparator implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object actual, Object expected) {
        if (isInteger(actual) && isInteger(expected)) {
            return Long.compare(((Number) actual).longValue(), ((Number) expected).longValue());
        }
        return Objects.equals(actual, expected) ? 0 : 1;
    }

    static boolean isInteger(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    @Override
    public String toString() {
        return "their values";
    }
}
