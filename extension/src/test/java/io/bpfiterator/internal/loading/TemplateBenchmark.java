package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.targets.Parameter;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.support.Objects;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Measures the cost of an object for each test: load, attach and pin, from a template and through libbpf.
 * {@code scripts/benchmark} runs it. The figures are medians in milliseconds, on one thread.
 */
public final class TemplateBenchmark {

    private static final int WARM_UP = 300;
    private static final int RUNS = 500;
    private static final double MILLISECOND = 1e6;

    private TemplateBenchmark() {}

    public static void main(String[] arguments) {
        System.out.printf("%-16s %10s %10s %12s%n", "object", "template", "libbpf", "with read");
        measure("map_elem", "dump_elements");
        measure("task", "dump_task");
        measure("functions", "dump_sums");
    }

    private static void measure(String name, String program) {
        ObjectFile file = Objects.file(name);
        double template = median(RUNS, () -> pinned(OpenedObject.open(file), program, false));
        System.setProperty(ExtensionSettings.TEMPLATES.key(), "false");
        double libbpf = median(RUNS / 10, () -> pinned(OpenedObject.open(file), program, false));
        System.clearProperty(ExtensionSettings.TEMPLATES.key());
        double reading = median(RUNS, () -> pinned(OpenedObject.open(file), program, true));
        System.out.printf("%-16s %10.3f %10.3f %12.3f%n", name, template, libbpf, reading);
    }

    private static long pinned(OpenBpfObject open, String program, boolean read) {
        long start = System.nanoTime();
        try (BpfObject object = open.only(program).load()) {
            BpfProgram iterator = object.program(program);
            boolean walksMap = iterator.target()
                    .flatMap(Target::parameterOf)
                    .filter(Parameter.MAP::equals)
                    .isPresent();
            BpfPin pin = iterator.attach(
                            walksMap ? IteratorOptions.map(object.declaredMaps().get(0)) : IteratorOptions.none())
                    .pin();
            if (read) {
                pin.reader().text();
            }
            return System.nanoTime() - start;
        }
    }

    private static double median(int runs, LongSupplier run) {
        for (int i = 0; i < Math.min(WARM_UP, runs); i++) {
            run.getAsLong();
        }
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            nanos[i] = run.getAsLong();
        }
        Arrays.sort(nanos);
        return nanos[runs / 2] / MILLISECOND;
    }
}
