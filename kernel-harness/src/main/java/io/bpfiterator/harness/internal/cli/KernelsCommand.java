// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.harness.internal.kernel.CachedKernel;
import io.bpfiterator.harness.internal.kernel.DebianKernels;
import io.bpfiterator.harness.internal.vm.snapshot.SnapshotUsage;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshots;
import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, fetches and removes the kernels of virtual machines. */
@Command(name = "kernels", description = "List, fetch or remove the kernels of virtual machines.")
final class KernelsCommand extends UsageCommand {

    private static final long MEGABYTE = 1 << 20;
    private static final int SIZE_COLUMN = 2;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Output output;

    KernelsCommand(Output output) {
        this.output = output;
    }

    /** Returns the kernels, only when a subcommand runs: an option may name another cache. */
    private DebianKernels kernels() {
        return DebianKernels.ofThisUser(output::progress);
    }

    @Command(
            name = "list",
            description = "List the kernels and snapshots in the cache, and the series that can be fetched.")
    int list() {
        DebianKernels kernels = kernels();
        List<CachedKernel> cached = kernels.cached();
        Columns columns = columns();
        cached.forEach(kernel -> addTo(columns, kernel));
        kernels.series().stream()
                .filter(series ->
                        cached.stream().noneMatch(kernel -> kernel.names().contains(series)))
                .forEach(series -> columns.row(environment(series), "not fetched"));
        List<SnapshotUsage> snapshots = Stream.of(Snapshots.booted(), Snapshots.warm())
                .filter(usage -> usage.files() > 0)
                .toList();
        snapshots.forEach(usage -> addTo(columns, usage));
        output.result(columns.lines(), json -> write(json, cached));
        return ExitStatus.OK;
    }

    @Command(name = "fetch", description = "Fetch the newest kernel of each SERIES, or of all series.")
    int fetch(
            @Parameters(paramLabel = "SERIES", description = "A series: 5.10, 7.x, 6.12-cloud, newest, …")
                    List<String> series) {
        DebianKernels kernels = kernels();
        List<Kernel> wanted = (series == null ? kernels.series() : series)
                .stream().map(kernels::fetch).toList();
        List<CachedKernel> fetched = kernels.cached().stream()
                .filter(kernel -> wanted.contains(kernel.kernel()))
                .toList();
        Columns columns = columns();
        fetched.forEach(kernel -> addTo(columns, kernel));
        output.result(columns.lines(), json -> write(json, fetched));
        return ExitStatus.OK;
    }

    @Command(name = "prune", description = "Remove kernels that newer ones have replaced.")
    int prune(
            @Option(
                            names = "--all",
                            description = "Remove the other kernels too, and the snapshots of virtual machines.")
                    boolean all) {
        List<CachedKernel> removed = kernels().prune(all);
        long bytes = removed.stream().mapToLong(CachedKernel::bytes).sum();
        String summary = "Removed kernels: %d (%d MB)".formatted(removed.size(), bytes / MEGABYTE)
                + (all ? ", snapshots: %d MB".formatted(Snapshots.removeAll() / MEGABYTE) : "");
        output.result(summary, json -> write(json, removed));
        return ExitStatus.OK;
    }

    static Columns columns() {
        return new Columns().right(SIZE_COLUMN).row("KERNEL", "RELEASE", "SIZE", "FETCHED OR USED");
    }

    static void addTo(Columns columns, CachedKernel kernel) {
        String names = kernel.current()
                ? kernel.names().stream().map(KernelsCommand::environment).collect(Collectors.joining(" "))
                : "replaced";
        columns.row(names, kernel.kernel().release(), megabytes(kernel.bytes()), minute(kernel.fetched()));
    }

    static void addTo(Columns columns, SnapshotUsage usage) {
        columns.row(
                "snapshots",
                usage.kind() + "s",
                megabytes(usage.bytes()),
                usage.lastUse().map(KernelsCommand::minute).orElse(""));
    }

    private static String megabytes(long bytes) {
        return bytes / MEGABYTE + " MB";
    }

    private static String minute(Instant time) {
        return MINUTE.format(time.atZone(ZoneId.systemDefault()));
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
