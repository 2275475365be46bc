package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A machine's processors: as many as the user says; or one, or two if nobody else wants the host's, since a second one compiles
 * and collects garbage beside the tests.
 *
 * @param singleThreaded whether they are emulated one after another
 */
record Processors(int count, boolean singleThreaded) {

    /** @param emulated by the program, whose version then matters to more than one */
    static Processors of(VmOptions options, boolean emulated, Path program) {
        Optional<Integer> asked = options.cpus();
        int usual = options.isOnlyMachine() ? Math.min(2, Runtime.getRuntime().availableProcessors()) : 1;
        int count = asked.orElse(usual);
        if (count == 1 || !emulated || QemuVersion.of(program).supportsMultiThreadedTcg()) {
            return new Processors(count, false);
        }
        // In turns, a second one does nothing for speed.
        return asked.isPresent() ? new Processors(count, true) : new Processors(1, false);
    }

    /** Returns what makes QEMU emulate them. */
    String emulation() {
        return "tcg,thread=" + (singleThreaded ? "single" : "multi");
    }

    /** Returns {@code 1 CPU}, {@code 2 CPUs}, {@code 2 CPUs in turns}. */
    String description() {
        return count + (count == 1 ? " CPU" : " CPUs") + (singleThreaded ? " in turns" : "");
    }
}
