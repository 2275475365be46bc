package io.bpfiterator.harness.engine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.report.Report;
import io.bpfiterator.harness.report.TextLimit;
import org.jspecify.annotations.Nullable;

/** What is known of an environment. */
final class EnvironmentRecord {

    private final TextLimit limit;
    private Report.Environment environment;
    private @Nullable String console;
    private @Nullable String failure;

    EnvironmentRecord(String name, TextLimit limit) {
        this.limit = limit;
        this.environment = new Report.Environment(name);
    }

    String name() {
        return environment.name();
    }

    /** One that a test has ended is started again, and is the same. */
    void started(AgentSession session, String whyChosen) {
        if (!environment.wasStarted()) {
            environment = new Report.Environment(
                    name(),
                    new Report.Platform(
                            session.hello().kernel(),
                            session.hello().architecture(),
                            session.acceleration().orElse(null),
                            session.hello().java(),
                            session.description() + whyChosen),
                    session.startTime().toMillis(),
                    null,
                    null);
        }
    }

    /** An environment may be lost several times, each with one of the test classes. */
    void failed(RuntimeException thrown) {
        String message = thrown instanceof DiagnosedException ? thrown.getMessage() : thrown.toString();
        failure = limit.cut(failure == null ? message : failure + "\n" + message);
    }

    void printed(String output) {
        if (!output.isBlank()) {
            console = limit.cut(console == null ? output : console + "\n" + output);
        }
    }

    Report.Environment toReport() {
        return environment.with(console, failure);
    }
}
