package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.harness.internal.kernel.CachedKernel;
import io.bpfiterator.harness.internal.kernel.DebianKernels;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshots;
import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
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

    private final Output output;
    private final DebianKernels kernels;

    KernelsCommand(Output output) {
        this.output = output;
        this.kernels = DebianKernels.ofThisUser(output::progress);
    }

    @Command(name = "list", description = "List the kernels in the cache, and the series that can be fetched.")
    int list() {
        List<CachedKernel> cached = kernels.cached();
        List<String> lines =
                new ArrayList<>(cached.stream().map(KernelsCommand::line).toList());
        kernels.series().stream()
                .filter(series ->
                        cached.stream().noneMatch(kernel -> kernel.names().contains(series)))
                .map(series -> "%-8s not fetched".formatted(environment(series)))
                .forEach(lines::add);
        output.result(String.join(System.lineSeparator(), lines), json -> write(json, cached));
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
        output.result(lines(fetched), json -> write(json, fetched));
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

    private static String lines(List<CachedKernel> kernels) {
        return kernels.stream().map(KernelsCommand::line).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(CachedKernel kernel) {
        String names = kernel.current()
                ? kernel.names().stream().map(KernelsCommand::environment).collect(Collectors.joining(" "))
                : "replaced";
        return "%-8s %s, %d MB, fetched %s"
                .formatted(names, kernel.kernel().release(), kernel.bytes() / MEGABYTE, kernel.fetched());
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
