// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.engine.descriptor.EngineName;
import io.bpfiterator.harness.internal.report.Build;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.report.SourceTexts;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ExecutionRequest;

/**
 * Writes the report of a run with environments when the run ends, or when the JVM exits before that.
 *
 * <p>A failure to write the report is printed and does not change any result.
 */
public final class RunReport implements AutoCloseable {

    private final ExecutionRequest request;
    private final Recorder recorder;
    private final Instant since;
    private final Thread atShutdown = new Thread(this::write, "bpf-iterator report");
    private boolean written;

    private RunReport(ExecutionRequest request, Recorder recorder, Instant since) {
        this.request = request;
        this.recorder = recorder;
        this.since = since;
    }

    /**
     * Prepares the report when a run starts.
     *
     * @param since a report in the same directory that was written later is of the same build, whichever it names
     */
    public static RunReport of(ExecutionRequest request, Recorder recorder, Instant since) {
        RunReport report = new RunReport(request, recorder, since);
        Runtime.getRuntime().addShutdownHook(report.atShutdown);
        return report;
    }

    @Override
    public void close() {
        write();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already, and finds the report written.
        }
    }

    private synchronized void write() {
        if (written) {
            return;
        }
        written = true;
        try {
            Report report = SourceTexts.addTo(recorder.report(settings().value(HarnessSettings.REPORT_ROWS)));
            Path page = ReportFiles.writeOf(build(), since, directory(), report);
            Progress.onStandardError().accept("report: " + page.toAbsolutePath());
        } catch (DiagnosedException e) {
            Progress.onStandardError().accept(e.getMessage());
        } catch (RuntimeException e) {
            Progress.onStandardError()
                    .accept("Internal error while writing the report. Please file an issue with this stack trace:");
            e.printStackTrace();
        }
    }

    private Build build() {
        return settings().given(HarnessSettings.BUILD).map(Build::named).orElseGet(Build::current);
    }

    private Settings settings() {
        return request.getConfigurationParameters()::get;
    }

    private Path directory() {
        Optional<Path> named = settings().given(HarnessSettings.REPORT_DIRECTORY);
        if (named.isPresent()) {
            return named.get();
        }
        try {
            return Files.createDirectories(
                    request.getOutputDirectoryCreator().getRootDirectory().resolve(EngineName.ID));
        } catch (IOException | JUnitException e) {
            throw Failure.failed("Cannot write the report")
                    .because("JUnit provides no output directory: " + CauseText.of(e))
                    .remedy("Set " + HarnessSettings.REPORT_DIRECTORY + " to a directory")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }
}
