package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.wire.Channel.Envelope;
import io.bpfiterator.harness.wire.Failure;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.Outcome;
import io.bpfiterator.kernel.BpfException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;

/** Tells JUnit's listener on the host what the agent says has happened, as it happens. */
final class Replay {

    private final AgentSession session;
    private final TestTree tree;
    private final EngineExecutionListener listener;
    private final PublishedFiles files;
    private final Map<String, Failure> notFound = new HashMap<>();

    Replay(AgentSession session, TestTree tree, ExecutionRequest request) {
        this.session = session;
        this.tree = tree;
        this.listener = request.getEngineExecutionListener();
        this.files = new PublishedFiles(session.outputDirectory(), request.getOutputDirectoryCreator());
    }

    /**
     * Replays until the agent has run everything.
     *
     * @throws BpfException if the agent is lost
     */
    void run() {
        try (ReplayThreads threads = new ReplayThreads()) {
            while (true) {
                Envelope envelope = session.next();
                if (envelope.message() instanceof Message.Ended ended) {
                    settleRest(ended.failure());
                    return;
                }
                threads.run(envelope.thread(), () -> replay(envelope.message()));
            }
        }
    }

    private void replay(Message message) {
        if (message instanceof Message.Printed printed) {
            PrintStream stream = printed.error() ? System.err : System.out;
            stream.print(printed.text());
        } else if (message instanceof Message.Started test) {
            tree.start(tree.named(test.id()));
        } else if (message instanceof Message.Finished test) {
            tree.finish(tree.named(test.id()), result(test.outcome()));
        } else if (message instanceof Message.Skipped test) {
            tree.skip(tree.named(test.id()), test.reason());
        } else if (message instanceof Message.Registered registered) {
            tree.register(registered.node());
        } else if (message instanceof Message.Reported report) {
            listener.reportingEntryPublished(tree.named(report.id()), ReportEntry.from(report.entries()));
        } else if (message instanceof Message.FilePublished file) {
            files.publish(tree.named(file.id()), file, listener);
        } else if (message instanceof Message.NotFound missing) {
            if (missing.failure() != null) {
                notFound.put(missing.selector(), missing.failure());
            }
        } else {
            throw new IllegalStateException("the agent says what only a host does: " + message);
        }
    }

    private static TestExecutionResult result(Outcome outcome) {
        @Nullable
        Throwable throwable =
                outcome.failure() == null ? null : outcome.failure().toThrowable();
        return switch (Status.valueOf(outcome.status())) {
            case SUCCESSFUL -> TestExecutionResult.successful();
            case ABORTED -> TestExecutionResult.aborted(throwable);
            case FAILED -> TestExecutionResult.failed(throwable);
        };
    }

    /** Fails what the agent has left out: a class that it can't load, or everything if its JUnit failed. */
    private void settleRest(@Nullable Failure failure) {
        if (failure != null) {
            tree.settleRest(TestExecutionResult.failed(failure.toThrowable()));
        }
        tree.unsettledLeaves().forEach(leaf -> tree.settle(leaf, TestExecutionResult.failed(notRun(leaf))));
        tree.endClasses();
    }

    private BpfException notRun(MirrorDescriptor leaf) {
        String sentence = "The agent in " + session.name() + " has not run this test";
        return leaf.selectors().stream()
                .map(notFound::get)
                .filter(failure -> failure != null)
                .findFirst()
                .map(failure -> new BpfException(
                        sentence + ", since its class can't be used there: " + failure.text(), failure.toThrowable()))
                .orElseGet(() -> new BpfException(
                        sentence + ": its JUnit did not find it; is the class path there the same as here?"));
    }
}
