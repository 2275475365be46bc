// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.TextLimit;
import io.bpfiterator.internal.failure.CauseText;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what the report shows of an environment. */
final class EnvironmentRecord {

    private final TextLimit limit;
    private Report.Environment environment;
    private @Nullable String console;
    private @Nullable String failure;
    private @Nullable MeasuredCoverage coverage;
    private @Nullable MeasuredFigures figures;

    EnvironmentRecord(String name, TextLimit limit) {
        this.limit = limit;
        this.environment = new Report.Environment(name);
    }

    String name() {
        return environment.name();
    }

    /** Records the first start. An environment that a test terminated is started again; later starts change nothing. */
    void started(AgentSession session, String whyChosen) {
        if (!environment.wasStarted()) {
            environment = new Report.Environment(
                    name(),
                    new Report.Platform(
                            session.hello().kernel(),
                            session.hello().architecture(),
                            session.details(),
                            session.hello().java(),
                            session.description() + whyChosen),
                    session.startTime().toMillis(),
                    null,
                    null);
        }
    }

    /** Appends a failure. An environment may fail several times, each time in another test class. */
    void failed(RuntimeException thrown) {
        String message = CauseText.of(thrown);
        failure = limit.cut(failure == null ? message : failure + "\n" + message);
    }

    /** Adds coverage. An environment that was started several times has that of all its agents. */
    void covered(MeasuredCoverage measured) {
        coverage = MeasuredCoverage.merge(Stream.concat(Stream.ofNullable(coverage), Stream.of(measured)));
    }

    /** Adds figures of programs, as {@link #covered} adds coverage. */
    void measured(MeasuredFigures measured) {
        figures = MeasuredFigures.merge(Stream.concat(Stream.ofNullable(figures), Stream.of(measured)));
    }

    void printed(String output) {
        if (!output.isBlank()) {
            console = limit.cut(console == null ? output : console + "\n" + output);
        }
    }

    Report.Environment toReport() {
        return environment.with(console, failure).withCoverage(coverage).withFigures(figures);
    }
}
