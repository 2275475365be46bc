package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.report.Report;
import io.bpfiterator.harness.report.TextLimit;
import io.bpfiterator.kernel.BpfException;
import org.jspecify.annotations.Nullable;

/** What is known of an environment. */
final class EnvironmentRecord {

    private final String name;
    private final TextLimit limit;
    private @Nullable AgentSession first;
    private @Nullable String console;
    private @Nullable String failure;

    EnvironmentRecord(String name, TextLimit limit) {
        this.name = name;
        this.limit = limit;
    }

    String name() {
        return name;
    }

    void started(AgentSession session) {
        first = first == null ? session : first;
    }

    /** An environment may be lost several times, each with one of the test classes. */
    void failed(RuntimeException thrown) {
        String message = thrown instanceof BpfException ? thrown.getMessage() : thrown.toString();
        failure = limit.cut(failure == null ? message : failure + "\n" + message);
    }

    void printed(String output) {
        if (!output.isBlank()) {
            console = limit.cut(console == null ? output : console + "\n" + output);
        }
    }

    Report.Environment toReport() {
        return first == null
                ? new Report.Environment(name, null, null, null, null, null, null, console, failure)
                : new Report.Environment(
                        name,
                        first.hello().kernel(),
                        first.hello().architecture(),
                        first.acceleration().orElse(null),
                        first.hello().java(),
                        first.description(),
                        first.startTime().toMillis(),
                        console,
                        failure);
    }
}
