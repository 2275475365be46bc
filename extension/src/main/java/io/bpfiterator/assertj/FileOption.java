// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.expected.LineMask;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Says how an iterator's output is compared with a file: what is masked, and whether the order of the lines counts.
 *
 * <p>A mask replaces what varies by a placeholder, also when the file is written. Blanks beside it become one blank,
 * because the width of a column varies with its text, and blanks at the start and the end of the line are removed. The
 * file contains the placeholders.
 *
 * <pre>{@code
 * assertThat(sockets).matchesFile("expected/udp.txt", masking("\\d+$", "<port>"), inAnyOrder());
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FileOption {

    private final String description;
    private final Optional<LineMask> mask;

    private FileOption(String description, Optional<LineMask> mask) {
        this.description = description;
        this.mask = mask;
    }

    /**
     * Masks decimal numbers as {@code <number>}. A number in a word, such as that of {@code eth0}, is kept. Numbers are
     * masked after addresses.
     */
    public static FileOption maskingNumbers() {
        return new FileOption("masking numbers", Optional.of(LineMask.numbers()));
    }

    /**
     * Masks addresses as {@code <address>}: hexadecimal numbers with {@code 0x}, and those of 16 digits, which the
     * kernel prints for {@code %p}. Addresses are masked after the texts of {@link #masking}.
     */
    public static FileOption maskingAddresses() {
        return new FileOption("masking addresses", Optional.of(LineMask.addresses()));
    }

    /**
     * Masks what matches a regular expression within a line. Several are applied in their order, before other masks.
     *
     * @param placeholder what replaces each match, such as {@code <comm>}
     * @throws IllegalArgumentException if the expression is invalid
     */
    public static FileOption masking(String regex, String placeholder) {
        return new FileOption("masking " + regex, Optional.of(LineMask.of(Pattern.compile(regex), placeholder)));
    }

    /** Accepts the lines in any order, including a header. A line that the file has twice must be printed twice. */
    public static FileOption inAnyOrder() {
        return new FileOption("in any order", Optional.empty());
    }

    Optional<LineMask> mask() {
        return mask;
    }

    boolean ignoresOrder() {
        return mask.isEmpty();
    }

    /** Returns a description of the option. */
    @Override
    public String toString() {
        return description;
    }
}
