// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.coverage.Lcov;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.internal.cache.DirectoryLock;
import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A report's files in a directory: {@code report.json}, {@code report.html}, {@code summary.md} and, if the coverage of
 * BPF programs was measured, {@code coverage.lcov}.
 */
public final class ReportFiles {

    /** The name of the JSON file, which {@code report merge} reads. */
    public static final String JSON = "report.json";

    private static final String PAGE = "report.html";
    private static final String SUMMARY = "summary.md";
    private static final String LCOV = "coverage.lcov";

    private ReportFiles() {}

    /** Writes a report, and replaces the one in the directory. Returns the page. */
    public static Path write(Path directory, Report report) {
        return locked(directory, () -> writeAll(directory, report));
    }

    /**
     * Writes a report of a build. If the directory has one of the same build, the two are merged.
     *
     * @param since a report that was written later is of this build, whichever build it names
     * @return the page
     * @throws EnvironmentException if the files cannot be written
     */
    public static Path writeOf(Build build, Instant since, Path directory, Report report) {
        Path json = directory.resolve(JSON);
        return locked(directory, () -> {
            writeAll(directory, isOf(build, since, json) ? RerunMerge.merge(read(json), report) : report);
            BuildMark.write(json, build);
        });
    }

    private static boolean isOf(Build build, Instant since, Path json) throws IOException {
        return Files.exists(json)
                && (BuildMark.of(json).filter(build::equals).isPresent()
                        || !Files.getLastModifiedTime(json).toInstant().isBefore(since));
    }

    /** Writes files. */
    @FunctionalInterface
    private interface Writing {

        void write() throws IOException;
    }

    private static synchronized Path locked(Path directory, Writing writing) {
        // An interrupt would close the channel; the thread of an interrupted run has one pending.
        boolean interrupted = Thread.interrupted();
        try {
            DirectoryLock.locked(directory, () -> {
                writing.write();
                return directory;
            });
            return directory.resolve(PAGE);
        } catch (IOException e) {
            throw Failure.failed("Cannot write the report to " + directory)
                    .because(e)
                    .remedy("Check that this user may write there and that the disk is not full")
                    .exception(EnvironmentException::new);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Replaces each file when the new one is complete, so that a killed JVM leaves no half report. */
    private static void writeAll(Path directory, Report report) throws IOException {
        String text = ReportJson.write(report);
        Optional<MeasuredCoverage> coverage = report.coverage();
        String page = HtmlPage.of(coverage.isEmpty() ? text : ReportJson.writeForPage(report));
        Map<String, String> texts = new HashMap<>(Map.of(JSON, text, SUMMARY, Summary.of(report), PAGE, page));
        coverage.ifPresent(measured -> texts.put(LCOV, Lcov.of(measured)));
        try (UnfinishedFiles files = UnfinishedFiles.in(directory)) {
            for (Map.Entry<String, String> file : texts.entrySet()) {
                Path complete = Files.write(files.path(file.getKey()), bytes(file.getValue()));
                files.publish(complete, directory.resolve(file.getKey()));
            }
        }
        if (coverage.isEmpty()) {
            // That of an earlier run, which measured it.
            Files.deleteIfExists(directory.resolve(LCOV));
        }
    }

    /** Replaces lone surrogates, which a test may have printed, by question marks. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a report from a file.
     *
     * @throws EnvironmentException if the file cannot be read or is not a valid report
     */
    public static Report read(Path file) {
        return ReportJson.read(text(file), file.toString());
    }

    /** Returns whether a file declares itself a report, of any version. */
    public static boolean isReport(Path file) {
        return ReportJson.isReport(text(file));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            String what = "Cannot read the report " + file;
            throw (e instanceof NoSuchFileException ? Failure.notFound(what) : Failure.failed(what))
                    .because(e)
                    .remedy("Check that the file exists and that this user may read it")
                    .exception(EnvironmentException::new);
        }
    }
}
