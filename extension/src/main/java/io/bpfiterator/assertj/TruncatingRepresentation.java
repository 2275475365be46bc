// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import org.assertj.core.presentation.StandardRepresentation;

/**
 * Shows a long text as an {@link Excerpt}, because an iterator may print megabytes, and a {@code long} without Java's
 * suffix, because C has the value.
 */
class TruncatingRepresentation extends StandardRepresentation {

    static final TruncatingRepresentation INSTANCE = new TruncatingRepresentation();

    private static final int MAX_LENGTH = 2000;

    @Override
    protected String toStringOf(String text) {
        return text.length() <= MAX_LENGTH ? super.toStringOf(text) : "\n" + Excerpt.of(text) + "\n";
    }

    @Override
    protected String toStringOf(Long number) {
        return number.toString();
    }
}
