package io.bpfiterator.harness.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.harness.kernel.CachedKernel;
import io.bpfiterator.harness.kernel.DebianKernels;
import io.bpfiterator.harness.kernel.Kernel;
import io.bpfiterator.harness.vm.Snapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, fetches and removes the kernels that virtual machines boot. */
@Command(name = "kernels", description = "Show, fetch or remove the kernels of virtual machines.")
final class KernelsCommand extends UsageCommand {

    private static final long MEGABYTE = 1 << 20;

    private final Output output;
    private final DebianKernels kernels;

    KernelsCommand(Output output) {
        this.output = output;
        this.kernels = DebianKernels.ofThisUser(output::progress);
    }

    @Command(name = "list", description = "List the series, and what of each is in the cache.")
    int list() {
        List<CachedKernel> cached = kernels.cached();
        List<String> lines =
                new ArrayList<>(cached.stream().map(KernelsCommand::line).toList());
        kernels.series().stream()
                .filter(series ->
                        cached.stream().noneMatch(kernel -> kernel.names().contains(series)))
                .map(series -> "%-8s not fetched yet".formatted(environment(series)))
                .forEach(lines::add);
        output.result(String.join(System.lineSeparator(), lines), json -> write(json, cached));
        return ExitStatus.OK;
    }

    @Command(name = "fetch", description = "Fetch the newest kernels of series, of all if none is named.")
    int fetch(@Parameters(paramLabel = "SERIES") List<String> series) {
        List<Kernel> wanted = (series == null ? kernels.series() : series)
                .stream().map(kernels::fetch).toList();
        List<CachedKernel> fetched = kernels.cached().stream()
                .filter(kernel -> wanted.contains(kernel.kernel()))
                .toList();
        output.result(lines(fetched), json -> write(json, fetched));
        return ExitStatus.OK;
    }

    @Command(name = "prune", description = "Remove the kernels that newer ones have replaced.")
    int prune(@Option(names = "--all", description = "Remove the others and machines' snapshots too.") boolean all) {
        List<CachedKernel> removed = kernels.prune(all);
        long bytes = removed.stream().mapToLong(CachedKernel::bytes).sum();
        String sum = "removed %d kernels, %d MB".formatted(removed.size(), bytes / MEGABYTE)
                + (all ? "; and machines' snapshots, %d MB".formatted(Snapshots.removeAll() / MEGABYTE) : "");
        output.result(sum, json -> write(json, removed));
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
