// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists names in a sentence. */
public final class Listing {

    private static final int MOST = 12;

    private Listing() {}

    /** Returns the names, separated by commas. Of more than 12 names, returns the first ones and how many follow. */
    public static String of(Collection<?> names) {
        String listed = names.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", "));
        int hidden = names.size() - MOST;
        return hidden > 0 ? listed + " and " + hidden + " more" : listed;
    }
}
