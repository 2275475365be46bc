// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Opens mutants of the project's objects in JVMs of their own, and finds those that end their JVM, hang, fail without a
 * sentence of this library, or leave descriptors open.
 */
final class MutantRun {

    /** The number of mutants that one JVM opens. */
    private static final int MUTANTS_OF_A_WORKER = 2500;

    private static final int HANGS_AFTER_SECONDS = 20;

    /** A JVM starts slowly on a busy machine. */
    private static final int STARTS_WITHIN_SECONDS = 120;

    static final List<String> OBJECTS = List.of(
            "functions",
            "globals",
            "kfuncs",
            "maps",
            "maps_of_all_types",
            "map_elem",
            "output",
            "parameters",
            "records",
            "sockets",
            "task",
            "two_iterators");

    /** The number of mutants that opened, and a line for each one that did harm. */
    record Result(int opened, List<String> harm) {}

    private final long seed;

    MutantRun(long seed) {
        this.seed = seed;
    }

    /** Opens mutants from a number on, in parallel. */
    Result open(int first, int count) throws Exception {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            List<Future<Result>> parts = new ArrayList<>();
            for (int at = first; at < first + count; at += MUTANTS_OF_A_WORKER) {
                int start = at;
                int end = Math.min(first + count, at + MUTANTS_OF_A_WORKER);
                parts.add(threads.submit(() -> openPart(start, end, clock)));
            }
            int opened = 0;
            List<String> harm = new ArrayList<>();
            for (Future<Result> part : parts) {
                opened += part.get().opened();
                harm.addAll(part.get().harm());
            }
            return new Result(opened, harm);
        } finally {
            threads.shutdownNow();
            clock.shutdownNow();
        }
    }

    /** Opens mutants in one JVM, and in a further one after each mutant that ends it. */
    private Result openPart(int first, int end, ScheduledExecutorService clock) throws Exception {
        int opened = 0;
        List<String> harm = new ArrayList<>();
        for (int next = first; next < end; ) {
            Worker worker = new Worker(next, end, clock);
            worker.await();
            harm.addAll(worker.unclear);
            opened += worker.opened;
            if (worker.finished) {
                break;
            }
            harm.add("seed " + seed + ", number " + worker.last + " (" + OBJECTS.get(worker.last % OBJECTS.size())
                    + "): " + worker.end);
            next = worker.last + 1;
        }
        return new Result(opened, harm);
    }

    private final class Worker {

        private final Process process;
        private final ScheduledExecutorService clock;
        private final AtomicBoolean hung = new AtomicBoolean();
        private final List<String> unclear = new ArrayList<>();
        private int last;
        private int opened;
        private boolean finished;
        private String end = "";

        private Worker(int first, int end, ScheduledExecutorService clock) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
            command.addAll(List.of("-XX:+SuppressFatalErrorMessage", "--enable-native-access=ALL-UNNAMED"));
            String libbpf = System.getProperty("bpfiterator.libbpf");
            if (libbpf != null) {
                command.add("-Dbpfiterator.libbpf=" + libbpf);
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MutantWorker.class.getName()));
            command.addAll(List.of(Long.toString(seed), Integer.toString(first), Integer.toString(end)));
            OBJECTS.forEach(object -> command.add("target/test-classes/" + object + ".bpf.o"));
            this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
            this.clock = clock;
            this.last = first;
        }

        private void await() throws IOException, InterruptedException {
            List<String> other = new ArrayList<>();
            try (BufferedReader output = process.inputReader()) {
                ScheduledFuture<?> limit = limit(STARTS_WITHIN_SECONDS);
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    limit.cancel(false);
                    limit = limit(HANGS_AFTER_SECONDS);
                    if (line.startsWith(MutantWorker.UNCLEAR)) {
                        unclear.add("seed " + seed + ": " + line);
                    } else if (line.startsWith(MutantWorker.OPENED)) {
                        opened = Integer.parseInt(line.substring(MutantWorker.OPENED.length()));
                        finished = true;
                    } else if (line.chars().allMatch(Character::isDigit)) {
                        last = Integer.parseInt(line);
                    } else {
                        other.add(line);
                    }
                }
                limit.cancel(false);
            }
            int status = process.waitFor();
            end = hung.get() ? "hangs" : "ends the JVM with status " + status;
            end = Stream.concat(Stream.of(end), other.stream())
                    .reduce((a, b) -> a + "\n" + b)
                    .orElseThrow();
            finished &= status == 0;
        }

        private ScheduledFuture<?> limit(int seconds) {
            return clock.schedule(
                    () -> {
                        hung.set(true);
                        process.destroyForcibly();
                    },
                    seconds,
                    TimeUnit.SECONDS);
        }
    }

    /**
     * Opens as many mutants as the variable {@code FUZZ_COUNT} of the environment says, of the seed in
     * {@code FUZZ_SEED}, with the libbpf in {@code FUZZ_LIBBPF}.
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(System.getenv().getOrDefault("FUZZ_COUNT", "100000"));
        long seed = Long.parseLong(System.getenv().getOrDefault("FUZZ_SEED", "1"));
        String libbpf = System.getenv().getOrDefault("FUZZ_LIBBPF", "");
        if (!libbpf.isEmpty()) {
            System.setProperty("bpfiterator.libbpf", libbpf);
        }
        System.out.println("Opening " + count + " mutants of seed " + seed);
        Result result = new MutantRun(seed).open(0, count);
        result.harm().forEach(System.out::println);
        System.out.println(result.opened() + " of " + count + " mutants opened, "
                + result.harm().size() + " did harm");
        System.exit(result.harm().isEmpty() ? 0 : 1);
    }
}
