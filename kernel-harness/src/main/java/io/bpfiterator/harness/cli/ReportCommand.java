package io.bpfiterator.harness.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.report.Report;
import io.bpfiterator.harness.report.Report.Status;
import io.bpfiterator.harness.report.ReportFiles;
import io.bpfiterator.harness.report.ReportMerge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one report of those that jobs on several machines, or modules of a build, have written. */
@Command(name = "report", description = "Make one report of several.")
final class ReportCommand extends UsageCommand {

    private static final String DEFAULT_OUTPUT = "bpf-iterator-report";

    private final Output output;

    ReportCommand(Output output) {
        this.output = output;
    }

    @Command(
            name = "merge",
            description = {
                "Make one report of several: report.json, report.html, summary.md.",
                "Tests that have failed do not change the exit status: the jobs that ran them have failed."
            })
    int merge(
            @Parameters(
                            paramLabel = "FILE|DIRECTORY",
                            arity = "1",
                            description = "A report, or a directory with files report.json anywhere below it.")
                    List<Path> sources,
            @Option(
                            names = "--output",
                            paramLabel = "DIRECTORY",
                            defaultValue = DEFAULT_OUTPUT,
                            description = "Where to write the files; ${DEFAULT-VALUE} by default.")
                    Path directory) {
        List<Path> files = find(sources, directory);
        Report report = ReportMerge.of(files.stream().map(ReportFiles::read).toList());
        Path page = ReportFiles.write(directory, report);
        output.result(
                "%d reports, %d environments, %d tests passed, %d failed, %d skipped: %s"
                        .formatted(
                                files.size(),
                                report.environments().size(),
                                report.count(Status.PASSED),
                                report.count(Status.FAILED),
                                report.count(Status.SKIPPED),
                                page),
                json -> json.beginObject()
                        .name("reports")
                        .value(files.size())
                        .name("environments")
                        .value(report.environments().size())
                        .name("passed")
                        .value(report.count(Status.PASSED))
                        .name("failed")
                        .value(report.count(Status.FAILED))
                        .name("skipped")
                        .value(report.count(Status.SKIPPED))
                        .name("page")
                        .value(page.toString())
                        .endObject());
        return ExitStatus.OK;
    }

    /** Returns each file once, however often it is named, and never the outcome of an earlier merge to the same place. */
    private List<Path> find(List<Path> sources, Path directory) {
        Set<Path> files = new LinkedHashSet<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                files.addAll(below(source, directory));
            } else {
                files.add(real(source));
            }
        }
        return List.copyOf(files);
    }

    private List<Path> below(Path source, Path directory) {
        Path made = directory.resolve(ReportFiles.JSON).toAbsolutePath().normalize();
        try (Stream<Path> tree = Files.walk(source)) {
            List<Path> found = tree.filter(file -> file.endsWith(ReportFiles.JSON) && Files.isRegularFile(file))
                    .filter(file -> !file.toAbsolutePath().normalize().equals(made))
                    .filter(this::isReport)
                    .sorted()
                    .map(ReportCommand::real)
                    .toList();
            if (found.isEmpty()) {
                throw new EnvironmentException("There is no " + ReportFiles.JSON + " of bpf-iterator's in " + source
                        + ", nor below; tests write one where bpfiterator.environments is set");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new EnvironmentException(
                    "The reports below " + source + " can't be looked for: " + e + "; name the files themselves", e);
        }
    }

    /** Other tools have files of that name, too. */
    private boolean isReport(Path file) {
        boolean is = ReportFiles.isReport(file);
        if (!is) {
            output.progress("passed over, since it is no report of bpf-iterator: " + file);
        }
        return is;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new EnvironmentException("There is no report " + file + "; name the report.json of a run", e);
        }
    }
}
