// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.BpfSession;
import io.bpfiterator.benchmark.Figures.Goal;
import io.bpfiterator.benchmark.Figures.Unit;
import java.io.IOException;
import java.nio.file.Path;

/** What a test costs: open, load, attach, pin, read, unpin. */
final class TestCost {

    private static final int ROUNDS = 21;
    private static final int TESTS = 20;
    private static final int WARM_UP = 2_000;

    /** The steps of one test in this library. */
    private final Runnable steps;

    private final Path object;
    private final String program;
    private final Path bpffs;
    private final Baseline baseline;

    TestCost(String object, String program, Path bpffs, Baseline baseline) {
        this.steps = () -> steps("/" + object, program);
        this.object = Path.of("target/test-classes", object).toAbsolutePath();
        this.program = program;
        this.bpffs = bpffs;
        this.baseline = baseline;
    }

    static void steps(String object, String program) {
        try (BpfSession session = BpfSession.open()) {
            session.open(object).load().program(program).attach().pin().reader().bytes();
        }
    }

    /** Adds the figures of an object. */
    void measure(String what, Figures figures) throws Exception {
        Rounds.nanos(WARM_UP, steps);
        Rounds rounds = Rounds.of(
                ROUNDS,
                () -> Rounds.nanos(TESTS, steps),
                () -> baseline.run("template", object, program, TESTS),
                () -> baseline.run("libbpf", object, program, 1),
                this::script);
        String[] others = {"C, template", "C, libbpf", "bpftool, cat and rm"};
        for (int other = 1; other <= others.length; other++) {
            figures.add(
                    what,
                    Unit.MILLISECONDS,
                    rounds.of(0),
                    others[other - 1],
                    rounds.of(other),
                    rounds.ratio(0, other),
                    other == 1 ? Goal.atMost(1.2) : Goal.NONE);
        }
    }

    /** Runs the script that the library replaces. */
    private long[] script() throws IOException, InterruptedException {
        String pin = bpffs.resolve("script").toString();
        long start = System.nanoTime();
        Process script = new ProcessBuilder(
                        "sh",
                        "-ec",
                        "bpftool iter pin \"$1\" \"$2\"; cat \"$2\" >/dev/null; rm \"$2\"",
                        "sh",
                        object.toString(),
                        pin)
                .inheritIO()
                .start();
        if (script.waitFor() != 0) {
            throw new IllegalStateException("The script with bpftool failed.");
        }
        return new long[] {System.nanoTime() - start};
    }
}
