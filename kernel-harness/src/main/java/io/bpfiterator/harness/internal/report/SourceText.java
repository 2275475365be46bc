// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import org.jspecify.annotations.Nullable;

/**
 * The text of a source whose coverage a report has. The components have the names that they have in the JSON.
 *
 * @param file the path, as the coverage has it
 * @param text null if the report does not have it
 * @param note why the report does not have the text, or what is uncertain about it; null if there is nothing to say
 */
public record SourceText(
        String file, @Nullable String text, @Nullable String note) {

    /** Checks that the path is present. */
    public SourceText {
        if (file == null) {
            throw new IllegalArgumentException("a source has no file");
        }
    }

    static SourceText missing(String file, String reason) {
        return new SourceText(file, null, reason);
    }

    /** Returns this text for a report that is merged with one that has the same file. */
    SourceText mergedWith(SourceText other) {
        if (text == null || other.text == null) {
            return text == null ? other : this;
        }
        return text.equals(other.text)
                ? this
                : new SourceText(file, text, "The merged reports have different texts of this file.");
    }
}
