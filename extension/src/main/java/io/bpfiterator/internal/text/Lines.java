// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import java.util.List;

/** Splits texts into lines. */
public final class Lines {

    private Lines() {}

    /** Returns the lines of a text, split only at {@code \n}: a task's name, for example, may contain {@code \r}. */
    public static List<String> of(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = List.of(text.split("\n", -1));
        return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }
}
