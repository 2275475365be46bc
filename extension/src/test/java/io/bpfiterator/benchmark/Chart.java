// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws lines of milliseconds as an SVG picture. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 700;
    private static final int TOP = 50;
    private static final int BOTTOM = 270;
    private static final int TICKS = 5;

    private final String title;
    private final String axis;
    private final int most;
    private final List<Line> all = new ArrayList<>();

    private record Line(String name, String color, double[] values) {}

    /** Begins a chart whose horizontal axis has a name and goes from 0 to {@code most}. */
    Chart(String title, String axis, int most) {
        this.title = title;
        this.axis = axis;
        this.most = most;
    }

    /** Adds a line, whose values are at equal distances. */
    Chart line(String name, String color, double[] values) {
        all.add(new Line(name, color, values));
        return this;
    }

    void write(Path file) throws IOException {
        double top = ceiling(all.stream()
                .mapToDouble(line -> Rounds.median(line.values().clone()))
                .max()
                .orElseThrow());
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                + " font-size=\"12\" fill=\"#57606a\">%n",
                        WIDTH, HEIGHT))
                .append(text("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, HEIGHT))
                .append(text("<text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>%n", LEFT, title));
        for (int tick = 0; tick <= TICKS; tick++) {
            double y = BOTTOM - (double) tick / TICKS * (BOTTOM - TOP);
            double x = LEFT + (double) tick / TICKS * (RIGHT - LEFT);
            svg.append(text("<path d=\"M%d %.1fH%d\" stroke=\"#d0d7de\"/>%n", LEFT, y, RIGHT))
                    .append(text(
                            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n",
                            LEFT - 8, y + 4, top * tick / TICKS))
                    .append(text(
                            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>%n",
                            x, BOTTOM + 18, most * tick / TICKS));
        }
        svg.append(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", RIGHT, BOTTOM + 38, axis))
                .append(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">ms</text>%n", LEFT - 8, TOP - 12));
        int position = 0;
        for (Line line : all) {
            svg.append(legend(line, position++)).append(path(line, top));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, svg.append("</svg>\n"));
    }

    private static String legend(Line line, int position) {
        return text(
                "<text x=\"%d\" y=\"22\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                RIGHT - 110 * position, line.color(), line.name());
    }

    /** Cuts what is above the picture: the first test of a JVM is many times slower. */
    private static String path(Line line, double top) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.values().length; i++) {
            double x = LEFT + (i + 0.5) / line.values().length * (RIGHT - LEFT);
            double y = BOTTOM - Math.min(line.values()[i] / top, 1) * (BOTTOM - TOP);
            points.append(text("%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
        }
        return text("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n", points, line.color());
    }

    /** Returns the top of the vertical axis, about three times the larger median. */
    private static double ceiling(double median) {
        double step = 0.5;
        return Math.max(step, Math.ceil(3 * median / step) * step);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
