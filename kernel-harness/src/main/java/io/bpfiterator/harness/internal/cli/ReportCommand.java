// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.report.ReportMerge;
import io.bpfiterator.harness.internal.report.StaleReports;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
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

/** Merges the reports of several jobs, or of several modules of a build, into one; and compares reports. */
@Command(name = "report", description = "Merge the reports of several jobs or modules, or compare two.")
final class ReportCommand extends UsageCommand {

    private static final String DEFAULT_OUTPUT = "bpf-iterator-report";

    private final Output output;

    ReportCommand(Output output) {
        this.output = output;
    }

    @Command(
            name = "merge",
            description = {
                "Merge several reports into one: report.json, report.html and summary.md.",
                "In a directory, reports that an earlier build left in place are skipped.",
                "Failed tests do not affect the exit status, because the jobs that ran them failed already."
            })
    int merge(
            @Parameters(
                            paramLabel = "FILE|DIRECTORY",
                            arity = "1",
                            description = "A report.json file, or a directory to search for such files.")
                    List<Path> sources,
            @Option(
                            names = "--output",
                            paramLabel = "DIRECTORY",
                            defaultValue = DEFAULT_OUTPUT,
                            description = "The directory to write to; default: ${DEFAULT-VALUE}.")
                    Path directory) {
        List<Path> files = find(sources, directory);
        Report report = ReportMerge.of(files.stream().map(ReportFiles::read).toList());
        Path page = ReportFiles.write(directory, report);
        output.result(
                "%s, %s, %s passed, %d failed, %d skipped: %s"
                        .formatted(
                                Count.of(files.size(), "report"),
                                Count.of(report.environments().size(), "environment"),
                                Count.of(report.count(Status.PASSED), "test"),
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

    /** Returns each file once, without the result of an earlier merge in the output directory. */
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
        Path merged = directory.resolve(ReportFiles.JSON).toAbsolutePath().normalize();
        try (Stream<Path> tree = Files.walk(source)) {
            List<Path> found = tree.filter(file -> file.endsWith(ReportFiles.JSON) && Files.isRegularFile(file))
                    .filter(file -> !file.toAbsolutePath().normalize().equals(merged))
                    .filter(this::isReport)
                    .sorted()
                    .map(ReportCommand::real)
                    .toList();
            if (found.isEmpty()) {
                throw Failure.notFound(
                                "There is no " + ReportFiles.JSON + " of bpf-iterator in " + source + " or below it")
                        .remedy("Run the tests with bpfiterator.environments, which writes one")
                        .exception(EnvironmentException::new);
            }
            return StaleReports.without(
                    found, stale -> output.progress("Skipped, because an earlier build wrote it: " + stale));
        } catch (IOException | UncheckedIOException e) {
            throw Failure.failed("Cannot search for reports in " + source)
                    .because(e)
                    .remedy("Give the paths of the files")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns whether a file is a report; other tools write files with the same name. */
    private boolean isReport(Path file) {
        boolean is = ReportFiles.isReport(file);
        if (!is) {
            output.progress("Skipped, because it is not a report of bpf-iterator: " + file);
        }
        return is;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw Failure.notFound("There is no report " + file)
                    .remedy("Give the path of a report.json")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }
}
