// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

/** Shows a placeholder for the actual value, which {@link ShownOutput} shows after the sentences. */
final class PlaceholderRepresentation extends TruncatingRepresentation {

    private final Object actual;
    private final String placeholder;

    PlaceholderRepresentation(Object actual, String placeholder) {
        this.actual = actual;
        this.placeholder = placeholder;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // An expected value that equals the actual one is shown.
    public String toStringOf(Object value) {
        return value == actual ? placeholder : super.toStringOf(value);
    }
}
