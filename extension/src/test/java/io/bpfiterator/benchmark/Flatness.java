// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.BpfSession;
import io.bpfiterator.benchmark.Figures.Goal;
import io.bpfiterator.benchmark.Figures.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Whether a test becomes slower with the number of tests before it, or of pins that exist. */
final class Flatness {

    private static final int TESTS = 10_000;
    private static final int PINS = 1_000;
    private static final int POINTS = 100;
    private static final String PROGRAM = "dump_task";

    private final Path object = Path.of("target/test-classes/task.bpf.o").toAbsolutePath();
    private final Baseline baseline;
    private final Path pictures;
    private final Figures figures;

    Flatness(Baseline baseline, Path pictures, Figures figures) {
        this.baseline = baseline;
        this.pictures = pictures;
        this.figures = figures;
    }

    /** Measures from the first test of this JVM, in which nothing is compiled and no template exists. */
    void tests() throws IOException {
        double[] ours = new double[POINTS];
        double[] theirs = new double[POINTS];
        int window = TESTS / POINTS;
        for (int point = 0; point < POINTS; point++) {
            ours[point] = Rounds.median(Rounds.nanos(window, () -> TestCost.steps("/task.bpf.o", PROGRAM))) / 1e6;
            theirs[point] = Rounds.median(baseline.run("template", object, PROGRAM, window)) / 1e6;
        }
        draw("tests", "A test's load, attach, pin, read and unpin", "tests before it", TESTS, ours, theirs);
        add("tests 8,001 to 10,000 of a JVM against 2,001 to 4,000", ours, 20, 40, 80);
        addOfC("the same in C", theirs, 20, 40, 80);
    }

    /** Measures one session that keeps all of its pins. */
    void pins() throws IOException {
        long[] ours;
        try (BpfSession session = BpfSession.open()) {
            ours = Rounds.nanos(PINS, () -> session.open("/task.bpf.o")
                    .load()
                    .program(PROGRAM)
                    .attach()
                    .pin(session.pinPath("pin"))
                    .reader()
                    .bytes());
        }
        double[] own = windows(ours);
        double[] c = windows(baseline.run("pins", object, PROGRAM, PINS));
        draw("pins", "Load, attach, pin and read while other pins exist", "pins that exist", PINS, own, c);
        add("with 800 to 1,000 other pins against 0 to 200", own, 0, 20, 80);
        addOfC("the same in C", c, 0, 20, 80);
    }

    private static double[] windows(long[] nanos) {
        int window = nanos.length / POINTS;
        double[] medians = new double[POINTS];
        for (int point = 0; point < POINTS; point++) {
            medians[point] = Rounds.median(Arrays.copyOfRange(nanos, point * window, (point + 1) * window)) / 1e6;
        }
        return medians;
    }

    private void draw(String file, String title, String axis, int most, double[] ours, double[] theirs)
            throws IOException {
        new Chart(title, axis, most)
                .line("bpf-iterator", "#0969da", ours)
                .line("C, template", "#bc4c00", theirs)
                .write(pictures.resolve(file + ".svg"));
    }

    private void add(String what, double[] values, int from, int to, int lateFrom) {
        add(what, "bpf-iterator, before", Goal.atMost(1.2), values, from, to, lateFrom);
    }

    private void addOfC(String what, double[] values, int from, int to, int lateFrom) {
        add(what, "C, before", Goal.NONE, values, from, to, lateFrom);
    }

    /** Compares the last points with earlier ones. */
    private void add(String what, String other, Goal goal, double[] values, int from, int to, int lateFrom) {
        double early = Rounds.median(Arrays.copyOfRange(values, from, to));
        double late = Rounds.median(Arrays.copyOfRange(values, lateFrom, POINTS));
        figures.add(what, Unit.MILLISECONDS, late * 1e6, other, early * 1e6, late / early, goal);
    }
}
