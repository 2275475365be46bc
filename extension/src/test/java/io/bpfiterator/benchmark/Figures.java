// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run, in Markdown. */
final class Figures {

    /** How a figure is written. */
    enum Unit {
        MILLISECONDS(1e6, "%.2f ms"),
        NANOSECONDS(1, "%.0f ns"),
        MEGABYTES_PER_SECOND(1e6, "%.0f MB/s"),
        KIBIBYTES(1024, "%.1f KiB"),
        COUNT(1, "%.0f");

        private final double divisor;
        private final String format;

        Unit(double divisor, String format) {
            this.divisor = divisor;
            this.format = format;
        }

        String text(double value) {
            return String.format(Locale.ROOT, format, value / divisor);
        }
    }

    /**
     * A limit for a ratio.
     *
     * @param atMost whether the ratio is a cost rather than a speed
     */
    record Goal(double limit, boolean atMost) {

        static final Goal NONE = new Goal(Double.MAX_VALUE, true);

        static Goal atMost(double limit) {
            return new Goal(limit, true);
        }

        static Goal atLeast(double limit) {
            return new Goal(limit, false);
        }

        private String text(double ratio) {
            if (limit == Double.MAX_VALUE) {
                return "";
            }
            boolean reached = atMost ? ratio <= limit : ratio >= limit;
            return (atMost ? "≤ " : "≥ ") + limit + (reached ? "" : ", missed");
        }
    }

    private final List<String> lines = new ArrayList<>(List.of(
            "| Measured | bpf-iterator | compared with | its figure | ratio | goal |",
            "| --- | --: | --- | --: | --: | --- |"));

    /** Adds a comparison; a ratio is ours divided by theirs. */
    void add(String what, Unit unit, double ours, String other, double theirs, double ratio, Goal goal) {
        line(what, unit.text(ours), other, unit.text(theirs), shown(ratio), goal.text(ratio));
    }

    /** Adds a figure that is compared with nothing. */
    void add(String what, Unit unit, double ours) {
        line(what, unit.text(ours), "", "", "", "");
    }

    private static String shown(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.095 ? "%.3f" : "%.2f", ratio);
    }

    private void line(String... cells) {
        String line = "| " + String.join(" | ", cells) + " |";
        lines.add(line);
        System.err.println(line); // progress
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
