package io.bpfiterator.harness.engine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.Progress;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.report.ReportFiles;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ExecutionRequest;

/**
 * Writes the report of a run that has environments when it ends, or else when the JVM does.
 *
 * <p>That it can't be written is told, and changes no result.
 */
final class RunReport implements AutoCloseable {

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
     * Begins with the run.
     *
     * @param since what has been written later in the same place is of the same build, and is added to
     */
    static RunReport of(ExecutionRequest request, Recorder recorder, Instant since) {
        RunReport report = new RunReport(request, recorder, since);
        if (recorder.hasEnvironments()) {
            Runtime.getRuntime().addShutdownHook(report.atShutdown);
        }
        return report;
    }

    @Override
    public void close() {
        write();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook finds nothing to do.
        }
    }

    private synchronized void write() {
        if (written || !recorder.hasEnvironments()) {
            return;
        }
        written = true;
        try {
            Path page = ReportFiles.writeAfter(directory(), recorder.report(), since);
            Progress.onStandardError().accept("report: " + page.toAbsolutePath());
        } catch (DiagnosedException e) {
            Progress.onStandardError().accept("there is no report: " + e.getMessage());
        } catch (RuntimeException e) {
            Progress.onStandardError()
                    .accept("there is no report, for a reason that was not foreseen; please tell of it:");
            e.printStackTrace();
        }
    }

    private Path directory() {
        Settings settings = request.getConfigurationParameters()::get;
        Optional<Path> named = settings.given(HarnessSettings.REPORT_DIRECTORY);
        if (named.isPresent()) {
            return named.get();
        }
        try {
            return request.getOutputDirectoryCreator().createOutputDirectory(request.getRootTestDescriptor());
        } catch (IOException | JUnitException e) {
            throw new EnvironmentException(
                    "JUnit has no directory for it: " + e + "; name one with " + HarnessSettings.REPORT_DIRECTORY, e);
        }
    }
}
