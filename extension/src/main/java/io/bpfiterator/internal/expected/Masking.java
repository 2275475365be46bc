// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import java.util.Comparator;
import java.util.List;

/** The masks of a comparison, in the order in which they are applied. */
public final class Masking {

    private final List<LineMask> masks;

    /** Sorts the masks; those of the user keep their order and are first. */
    public Masking(List<LineMask> masks) {
        this.masks =
                masks.stream().sorted(Comparator.comparingInt(LineMask::order)).toList();
    }

    /** Returns the lines with placeholders for what the masks match. */
    public List<String> of(List<String> lines) {
        return lines.stream().map(this::of).toList();
    }

    private String of(String line) {
        String masked = line;
        for (LineMask mask : masks) {
            masked = mask.in(masked);
        }
        return masked;
    }
}
