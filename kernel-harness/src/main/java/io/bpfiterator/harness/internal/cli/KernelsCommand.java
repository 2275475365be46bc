package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.harness.internal.kernel.CachedKernel;
import io.bpfiterator.harness.internal.kernel.DebianKernels;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshots;
import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, fetches and removes the kernels of virtual machines. */
@Command(name = "kernels", description = "List, fetch or remove the kernels of virtual machines.")
final class KernelsCommand extends UsageCommand {

    private static final long MEGABYTE = 1 << 20;
    private static final DateTimeFormatter FETCHED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** A line of the list. */
    record Row(String names, String facts) {}

    private final Output output;
    private final DebianKernels kernels;

    KernelsCommand(Output output) {
        this.output = output;
        this.kernels = DebianKernels.ofThisUser(output::progress);
    }

    @Command(name = "list", description = "List the kernels in the cache, and the series that can be fetched.")
    int list() {
        List<CachedKernel> cached = kernels.cached();
        List<Row> rows =
                new ArrayList<>(cached.stream().map(KernelsCommand::row).toList());
        kernels.series().stream()
                .filter(series ->
                        cached.stream().noneMatch(kernel -> kernel.names().contains(series)))
                .map(series -> new Row(environment(series), "not fetched"))
                .forEach(rows::add);
        output.result(lines(rows), json -> write(json, cached));
        return ExitStatus.OK;
    }

    @Command(name = "fetch", description = "Fetch the newest kernel of each SERIES, or of all series.")
    int fetch(
            @Parameters(paramLabel = "SERIES", description = "A series: 5.10, 7.x, 6.12-cloud, newest, …")
                    List<String> series) {
        List<Kernel> wanted = (series == null ? kernels.series() : series)
                .stream().map(kernels::fetch).toList();
        List<CachedKernel> fetched = kernels.cached().stream()
                .filter(kernel -> wanted.contains(kernel.kernel()))
                .toList();
        output.result(lines(fetched.stream().map(KernelsCommand::row).toList()), json -> write(json, fetched));
        return ExitStatus.OK;
    }

    @Command(name = "prune", description = "Remove kernels that newer ones have replaced.")
    int prune(
            @Option(
                            names = "--all",
                            description = "Remove the other kernels too, and the snapshots of virtual machines.")
                    boolean all) {
        List<CachedKernel> removed = kernels.prune(all);
        long bytes = removed.stream().mapToLong(CachedKernel::bytes).sum();
        String summary = "Removed kernels: %d (%d MB)".formatted(removed.size(), bytes / MEGABYTE)
                + (all ? ", snapshots: %d MB".formatted(Snapshots.removeAll() / MEGABYTE) : "");
        output.result(summary, json -> write(json, removed));
        return ExitStatus.OK;
    }

    /** Aligns the second column with the longest names. */
    static String lines(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.names().length()).max().orElse(0);
        return rows.stream()
                .map(row -> row.names() + " ".repeat(width - row.names().length()) + "  " + row.facts())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    static Row row(CachedKernel kernel) {
        String names = kernel.current()
                ? kernel.names().stream().map(KernelsCommand::environment).collect(Collectors.joining(" "))
                : "replaced";
        return new Row(
                names,
                "%s, %d MB, fetched %s"
                        .formatted(
                                kernel.kernel().release(),
                                kernel.bytes() / MEGABYTE,
                                FETCHED.format(kernel.fetched().atZone(ZoneId.systemDefault()))));
    }

    private static String environment(String kernel) {
        return "vm:" + kernel;
    }

    private static void write(JsonWriter json, List<CachedKernel> kernels) throws IOException {
        json.beginArray();
        for (CachedKernel kernel : kernels) {
            json.beginObject().name("names").beginArray();
            for (String name : kernel.names()) {
                json.value(environment(name));
            }
            json.endArray()
                    .name("release")
                    .value(kernel.kernel().release())
                    .name("bytes")
                    .value(kernel.bytes())
                    .name("fetched")
                    .value(kernel.fetched().toString())
                    .name("current")
                    .value(kernel.current())
                    .endObject();
        }
        json.endArray();
    }
}
