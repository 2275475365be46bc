// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.BpfSession;
import io.bpfiterator.benchmark.Figures.Unit;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures this library beside C and bpftool, and prints a table; {@code scripts/benchmark} runs it. The arguments are
 * the directory for the pictures, and the names of the parts to measure, {@code all} or some separated by blanks.
 */
public final class Benchmark {

    /** Measures some of the figures. */
    private interface Part {
        void measure() throws Exception;
    }

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path pictures = Path.of(arguments[0]);
        List<String> parts = List.of(arguments[1].split(" "));
        if (parts.contains("none")) {
            return;
        }
        Figures figures = new Figures();
        try (BpfSession session = BpfSession.open()) {
            Path bpffs = session.pinPath("any").getParent();
            try (Baseline baseline = Baseline.start(bpffs)) {
                Flatness flatness = new Flatness(baseline, pictures, figures);
                Map<String, Part> all = new LinkedHashMap<>();
                all.put("flatness", flatness::tests);
                all.put("tests", () -> {
                    new TestCost("task.bpf.o", "dump_task", bpffs, baseline).measure("a test, task iterator", figures);
                    new TestCost("counted_tasks.bpf.o", "count_tasks", bpffs, baseline)
                            .measure("the same with a map and global variables", figures);
                });
                all.put("junit", () -> JUnitCost.measure(baseline, figures));
                all.put("pins", flatness::pins);
                all.put("reading", () -> new ReadCost(baseline, figures).measure());
                all.put("maps", () -> MapCost.measure(baseline, figures));
                all.put("counts", () -> count(figures));
                for (Map.Entry<String, Part> part : all.entrySet()) {
                    if (parts.contains("all") || parts.contains(part.getKey())) {
                        part.getValue().measure();
                    }
                }
            }
        }
        System.out.println("Measured on " + LocalDate.now() + ": " + Machine.describe() + "\n" + figures);
    }

    private static void count(Figures figures) throws Exception {
        TestCounts counts = TestCounts.of("/task.bpf.o", "dump_task");
        figures.add(
                "a test, task iterator: native calls",
                Unit.COUNT,
                counts.nativeCalls().size());
        figures.add("a test, task iterator: allocation", Unit.KIBIBYTES, counts.allocatedBytes());
    }
}
