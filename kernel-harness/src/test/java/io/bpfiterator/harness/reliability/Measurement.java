// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import io.bpfiterator.harness.internal.engine.fixtures.Dynamic;
import java.util.List;
import java.util.Locale;

/** What {@code scripts/reliability} measures: the tests of a class, in environments and JVMs of a given size. */
enum Measurement {
    TESTS("10,000 tests in one JVM", SteadyUse.class, "host", "-Xmx256m"),
    PINS("1,000 iterators that are pinned at the same time", ThousandPins.class, "host", "-Xmx256m"),
    THREADS("64 threads that load, pin and read, and read one iterator", ManyThreads.class, "host", "-Xmx256m"),
    MAP("a map of 1,000,000 elements, which 16 threads read at the same time", MillionElements.class, "auto", ""),
    STREAM("122 MiB of output, read as a stream of lines", LongOutput.class, "auto", "-Xmx96m"),
    DYNAMIC("300,000 dynamic tests and their report", Dynamic.class, "host", "-Dfixtures.dynamic=300000"),
    RUN(
            "20,000 results: 5,000 tests on this kernel, in a container and in two machines, and their report",
            ManyObjects.class,
            "host,container,vm:5.10,vm:6.12",
            "");

    private final String meaning;
    private final Class<?> type;
    private final String environments;
    private final String agentJvm;

    Measurement(String meaning, Class<?> type, String environments, String agentJvm) {
        this.meaning = meaning;
        this.type = type;
        this.environments = environments;
        this.agentJvm = agentJvm;
    }

    /** Returns the names, as on the command line. */
    static List<String> names() {
        return List.of(values()).stream().map(Measurement::label).toList();
    }

    /** Returns the name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }

    Class<?> type() {
        return type;
    }

    String environments() {
        return environments;
    }

    /** Returns the arguments of the JVM that runs the tests, separated by blanks; may be empty. */
    String agentJvm() {
        return agentJvm;
    }

    /** Returns the argument for the heap of the JVM that runs the build: the engine, the replay and the report. */
    String buildHeap() {
        return this == DYNAMIC ? "-Xmx1g" : "-Xmx512m";
    }

    /** Returns whether the last test fails, to see that the report shows it among the others. */
    boolean hasExpectedFailure() {
        return this == DYNAMIC;
    }
}
