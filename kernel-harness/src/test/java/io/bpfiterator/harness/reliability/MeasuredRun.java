// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of one measurement, and prints figures of the run as lines. */
public final class MeasuredRun {

    /** What a line with a figure begins with. */
    static final String FIGURE = "figure: ";

    /** In seconds: one test may take long in an emulated machine on a busy processor. */
    private static final String SILENCE = "3600";

    private static final double SECOND = 1e9;
    private static final double MEBI = 1024.0 * 1024;

    private final Measurement measurement;
    private final Path directory;
    private final Figures figures;

    private MeasuredRun(Measurement measurement, Path directory) {
        this.measurement = measurement;
        this.directory = directory;
        this.figures = new Figures(measurement.hasExpectedFailure());
    }

    /** @param arguments the measurement, and the directory of the report */
    public static void main(String[] arguments) throws IOException {
        MeasuredRun run = new MeasuredRun(Measurement.valueOf(arguments[0]), Path.of(arguments[1]));
        System.exit(run.succeeds() ? 0 : 1);
    }

    private boolean succeeds() throws IOException {
        for (String file : new String[] {"report.json", "report.html", "summary.md"}) {
            Files.deleteIfExists(directory.resolve(file));
        }
        long start = System.nanoTime();
        LauncherFactory.create().execute(request(), figures);
        double seconds = (System.nanoTime() - start) / SECOND;

        Report report = ReportFiles.read(directory.resolve(ReportFiles.JSON));
        figures.published().forEach(MeasuredRun::print);
        report.environments().forEach(environment -> print(line(report, environment)));
        print(String.format(
                Locale.ROOT,
                "%.1f s, of which %.1f s after the last test; report.json %.1f MiB, report.html %.1f MiB",
                seconds,
                figures.secondsAfterLastTest(),
                mebibytes("report.json"),
                mebibytes("report.html")));
        print(String.format(
                Locale.ROOT,
                "the JVM of the build (%s) had at most %.0f MiB resident",
                measurement.buildHeap(),
                ProcFile.ofThisProcess("VmHWM") / 1024.0));
        return figures.succeeded() && agrees(report);
    }

    private LauncherDiscoveryRequest request() {
        var request = Runs.request(measurement.environments(), selectClass(measurement.type()))
                .configurationParameter("bpfiterator.report.directory", directory.toString())
                .configurationParameter("bpfiterator.timeout", SILENCE);
        if (!measurement.agentJvm().isEmpty()) {
            request.configurationParameter("bpfiterator.agent.jvm", measurement.agentJvm());
        }
        return request.build();
    }

    private boolean agrees(Report report) {
        boolean agrees = report.count(Status.PASSED) == figures.count(Status.PASSED)
                && report.count(Status.FAILED) == figures.count(Status.FAILED)
                && report.count(Status.SKIPPED) == figures.count(Status.SKIPPED);
        if (!agrees) {
            print("the report counts other results than JUnit");
        }
        return agrees;
    }

    private static String line(Report report, Environment environment) {
        long milliseconds = report.tests().stream()
                .flatMap(test -> test.results().stream())
                .filter(result -> result.environment().equals(environment.name()) && result.milliseconds() != null)
                .mapToLong(Result::milliseconds)
                .sum();
        return String.format(
                Locale.ROOT,
                "%s: Linux %s, ready after %.1f s; %d passed, %d failed, %d skipped in %.1f s",
                environment.name(),
                environment.platform().kernel(),
                environment.startMilliseconds() == null ? 0 : environment.startMilliseconds() / 1000.0,
                count(report, environment, Status.PASSED),
                count(report, environment, Status.FAILED),
                count(report, environment, Status.SKIPPED),
                milliseconds / 1000.0);
    }

    private static long count(Report report, Environment environment, Status status) {
        return report.tests().stream()
                .flatMap(test -> test.results().stream())
                .filter(result -> result.environment().equals(environment.name()) && result.status() == status)
                .mapToLong(Result::size)
                .sum();
    }

    private double mebibytes(String file) throws IOException {
        return Files.size(directory.resolve(file)) / MEBI;
    }

    private static void print(String figure) {
        System.out.println(FIGURE + figure);
    }
}
