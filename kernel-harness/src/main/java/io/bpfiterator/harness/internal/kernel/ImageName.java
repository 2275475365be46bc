// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.internal.kernel.KernelRelease;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a package with the image of one kernel: Debian's {@code linux-image-6.12.118-cloud-amd64}, or
 * {@code linux-image-6.12.0-mine} of {@code make bindeb-pkg}.
 *
 * @param flavour {@code cloud} or {@code rt}, or empty
 */
record ImageName(KernelRelease release, String flavour) {

    private static final Pattern NAME = Pattern.compile(Pattern.quote(ImagePackages.PREFIX)
            + "(?<release>\\d{1,5}\\.\\d{1,5}\\S*?)(?:-(?<flavour>cloud|rt)-[a-z0-9]+(?:-unsigned)?)?");

    /** What Debian and {@code make bindeb-pkg} append to the name of a package with debugging information. */
    private static final String DEBUGGING_INFORMATION = "-dbg";

    /** Returns the parts of a package's name; empty if it is the name of another package. */
    static Optional<ImageName> of(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() && !name.endsWith(DEBUGGING_INFORMATION)
                ? Optional.of(new ImageName(
                        KernelRelease.parse(parts.group("release")),
                        Optional.ofNullable(parts.group("flavour")).orElse("")))
                : Optional.empty();
    }

    boolean isOf(DebianSeries series) {
        return flavour.equals(series.flavour()) && release.toString().matches(series.releases());
    }
}
