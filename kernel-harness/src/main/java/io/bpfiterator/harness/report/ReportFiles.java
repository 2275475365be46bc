package io.bpfiterator.harness.report;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A report's files in a directory: {@code report.json}, {@code report.html} and {@code summary.md}. */
public final class ReportFiles {

    /** The name of the file that others are made of. */
    public static final String JSON = "report.json";

    private static final String PAGE = "report.html";
    private static final String SUMMARY = "summary.md";

    private ReportFiles() {}

    /** Writes a report, in place of one that is there. */
    public static Path write(Path directory, Report report) {
        return writeAfter(directory, report, Instant.MAX);
    }

    /**
     * Writes a report, and adds it to the one that is there if that was written since a time, in this JVM or in another that
     * runs tests of the same build.
     *
     * @return the page
     * @throws EnvironmentException if it can't be written
     */
    public static synchronized Path writeAfter(Path directory, Report report, Instant since) {
        // Files that a thread has open are closed when it is interrupted, as an interrupted run's is.
        boolean interrupted = Thread.interrupted();
        Path json = directory.resolve(JSON);
        try {
            Files.createDirectories(directory);
            try (RandomAccessFile file = new RandomAccessFile(json.toFile(), "rw");
                    FileLock lock = file.getChannel().lock()) {
                boolean ofThisBuild = file.length() > 0
                        && !Files.getLastModifiedTime(json).toInstant().isBefore(since);
                Report whole = ofThisBuild
                        ? RerunMerge.merge(ReportJson.read(contents(file), json.toString()), report)
                        : report;
                writeAll(directory, whole, file);
            }
            return directory.resolve(PAGE);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The report can't be written to " + directory + ": " + e
                            + "; is there room, and may this user write there?",
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void writeAll(Path directory, Report report, RandomAccessFile json) throws IOException {
        String text = ReportJson.write(report);
        byte[] bytes = bytes(text);
        json.seek(0);
        json.write(bytes);
        json.setLength(bytes.length);
        Files.write(directory.resolve(SUMMARY), bytes(Summary.of(report)));
        Files.write(directory.resolve(PAGE), bytes(HtmlPage.of(text)));
    }

    private static String contents(RandomAccessFile file) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(file.length())];
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A test may have printed half a character, which no file can have. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the report of a file.
     *
     * @throws EnvironmentException if it can't be read, or is none
     */
    public static Report read(Path file) {
        return ReportJson.read(text(file), file.toString());
    }

    /** Tells whether a file says that it is a report, of whatever version. */
    public static boolean isReport(Path file) {
        return ReportJson.isReport(text(file));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The report " + file + " can't be read: " + e + "; may this user read it?", e);
        }
    }
}
