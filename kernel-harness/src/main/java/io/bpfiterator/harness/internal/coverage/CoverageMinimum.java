// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.Optional;

/** The share of the lines of BPF programs that a run has to execute: {@link HarnessSettings#COVERAGE_MINIMUM}. */
public final class CoverageMinimum {

    private CoverageMinimum() {}

    /**
     * Returns why the coverage of a run is too small; empty if it is not.
     *
     * @param measured the merged coverage of all environments; empty if it was not measured
     */
    public static Optional<String> problem(Optional<MeasuredCoverage> measured, Settings settings) {
        int minimum = settings.value(HarnessSettings.COVERAGE_MINIMUM);
        if (minimum == 0) {
            return Optional.empty();
        }
        String required = HarnessSettings.COVERAGE_MINIMUM + " is " + minimum + " %, but ";
        if (measured.isEmpty()) {
            return Optional.of(required + "coverage was not measured. Set the system property "
                    + ExtensionSettings.COVERAGE + " to true.");
        }
        Ratio lines = Ratio.ofLines(measured.get().toCoverage());
        return lines.all() > 0 && lines.percent() >= minimum
                ? Optional.empty()
                : Optional.of(required + "the tests execute " + lines + " of the lines of the BPF programs. Test the"
                        + " lines that coverage.lcov lists with 0 hits, beside the report, or lower the minimum.");
    }
}
