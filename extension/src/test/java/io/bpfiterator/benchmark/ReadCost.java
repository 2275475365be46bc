// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.BpfSession;
import io.bpfiterator.benchmark.Figures.Goal;
import io.bpfiterator.benchmark.Figures.Unit;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.iterator.TableFormat;
import io.bpfiterator.object.BpfObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** How fast large outputs are read, and how much memory streams need. */
final class ReadCost {

    private static final int ROUNDS = 9;
    private static final int RUNS = 3;
    private static final int WARM_UP = 20;

    /** A row of the table that the iterator prints. */
    record PrintedSymbol(String value, String type, String name) {}

    /** A record that the iterator writes: {@code struct symbol}. */
    record Symbol(long value, int position, byte type, String name) {}

    /** One way to read. */
    private record Way(String name, Goal goal, ToLongFunction<IteratorReader> read) {}

    private final Baseline baseline;
    private final Figures figures;

    ReadCost(Baseline baseline, Figures figures) {
        this.baseline = baseline;
        this.figures = figures;
    }

    void measure() throws Exception {
        try (BpfSession session = BpfSession.open()) {
            BpfObject object = session.open("/symbols.bpf.o").load();
            BpfPin text = object.program("print_symbols").attach().pin();
            measure(
                    "text of ksym",
                    text,
                    new Way("bytes()", Goal.atLeast(0.95), reader -> reader.bytes().length),
                    new Way("text()", Goal.atLeast(0.8), reader -> reader.text().length()),
                    new Way("lines()", Goal.atLeast(0.9), reader -> reader.lines()
                            .size()),
                    new Way("stream()", Goal.atLeast(0.8), ReadCost::countLines),
                    new Way("table(), one column", Goal.atLeast(0.6), ReadCost::lengthOfNames),
                    new Way("table(), rowsAs a record", Goal.NONE, ReadCost::countRows));
            BpfPin records = object.program("write_symbols").attach().pin();
            measure(
                    "records of ksym",
                    records,
                    new Way("bytes()", Goal.atLeast(0.95), reader -> reader.bytes().length),
                    new Way("records(Class)", Goal.atLeast(0.7), ReadCost::countRecords));
            memory("stream() of ksym", () -> text.reader().stream());
            memory("records() of ksym", () -> records.reader().records(Symbol.class));
        }
    }

    private void measure(String what, BpfPin pin, Way... ways) throws Exception {
        IteratorReader reader = pin.reader();
        long bytes = reader.bytes().length;
        Rounds.Contestant[] contestants = new Rounds.Contestant[ways.length + 1];
        contestants[0] = () -> everySecond(baseline.run("read", pin.path(), RUNS));
        for (int way = 0; way < ways.length; way++) {
            ToLongFunction<IteratorReader> read = ways[way].read();
            Runnable run = () -> read.applyAsLong(reader);
            contestants[way + 1] = () -> Rounds.nanos(RUNS, run);
            Rounds.nanos(WARM_UP, run);
        }
        Rounds rounds = Rounds.of(ROUNDS, contestants);
        for (int way = 1; way <= ways.length; way++) {
            figures.add(
                    String.format(Locale.ROOT, "%s, %.1f MB: %s", what, bytes / 1e6, ways[way - 1].name()),
                    Unit.MEGABYTES_PER_SECOND,
                    bytes * 1e9 / rounds.of(way),
                    "C, read(2)",
                    bytes * 1e9 / rounds.of(0),
                    rounds.ratio(0, way),
                    ways[way - 1].goal());
        }
    }

    private static long[] everySecond(long[] values) {
        long[] seconds = new long[values.length / 2];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = values[2 * i + 1];
        }
        return seconds;
    }

    private static long countLines(IteratorReader reader) {
        try (Stream<String> lines = reader.stream()) {
            return lines.mapToLong(String::length).sum();
        }
    }

    private static long lengthOfNames(IteratorReader reader) {
        Table table = reader.table(TableFormat.lastColumnToEndOfLine());
        return table.rows().stream().mapToLong(row -> row.cell("name").length()).sum();
    }

    private static long countRows(IteratorReader reader) {
        return reader.table(TableFormat.lastColumnToEndOfLine())
                .rowsAs(PrintedSymbol.class)
                .size();
    }

    private static long countRecords(IteratorReader reader) {
        try (Stream<Symbol> records = reader.records(Symbol.class)) {
            return records.mapToLong(Symbol::position).max().orElseThrow();
        }
    }

    /** Compares the heap in use after a collection near the start and near the end of a stream. */
    private void memory(String what, Supplier<Stream<?>> stream) {
        Map<String, Long> used = new LinkedHashMap<>();
        try (Stream<?> elements = stream.get()) {
            long[] seen = {0};
            elements.forEach(element -> {
                seen[0]++;
                if (seen[0] == 10_000) {
                    used.put("10,000", live());
                } else if (seen[0] == 100_000) {
                    used.put("100,000", live());
                }
            });
        }
        figures.add(
                what + ": more heap in use after 100,000 elements than after 10,000",
                Unit.KIBIBYTES,
                used.get("100,000") - used.get("10,000"));
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
