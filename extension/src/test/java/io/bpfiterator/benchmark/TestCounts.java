// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import com.sun.management.ThreadMXBean;
import io.bpfiterator.internal.libbpf.NativeCalls;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What the steps of one test need, counted rather than timed. */
public final class TestCounts {

    private static final int WARM_UP = 300;
    private static final int TESTS = 200;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Runnable steps;

    private TestCounts(Runnable steps) {
        this.steps = steps;
    }

    /** Prepares the count for an object, a resource, and its only program. */
    public static TestCounts of(String object, String program) {
        TestCounts counts = new TestCounts(() -> TestCost.steps(object, program));
        counts.steps.run(); // creates the template
        return counts;
    }

    /** Returns the native functions that a test calls, in their order. */
    public List<String> nativeCalls() throws Exception {
        return NativeCalls.of(steps::run);
    }

    /** Returns how many bytes a test allocates on its thread. */
    public long allocatedBytes() {
        Rounds.nanos(WARM_UP, steps);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int test = 0; test < TESTS; test++) {
            steps.run();
        }
        return (THREADS.getThreadAllocatedBytes(thread) - before) / TESTS;
    }
}
