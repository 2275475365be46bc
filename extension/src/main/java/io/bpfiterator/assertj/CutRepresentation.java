package io.bpfiterator.assertj;

import org.assertj.core.presentation.StandardRepresentation;

/** Shows long texts as an {@link Excerpt}: an iterator may well print megabytes. */
final class CutRepresentation extends StandardRepresentation {

    static final CutRepresentation INSTANCE = new CutRepresentation();

    private static final int WHOLE_LENGTH = 2000;

    private CutRepresentation() {}

    @Override
    protected String toStringOf(String text) {
        return text.length() <= WHOLE_LENGTH ? super.toStringOf(text) : "\n" + Excerpt.of(text) + "\n";
    }
}
