// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.engine.recording.Recorder;
import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.wire.Channel.Envelope;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.internal.failure.Failure;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;

/** Notifies JUnit's listener on the host of the events that the agent sends, as they arrive. */
final class Replay {

    /** More than the selectors of any run. */
    private static final int MAX_NOT_FOUND = 1_000_000;

    private final AgentSession session;
    private final TestTree tree;
    private final Recorder listener;
    private final PublishedFiles files;
    private final Map<String, Optional<SerializedThrowable>> notFound = new HashMap<>();

    Replay(AgentSession session, TestTree tree, Recorder listener, OutputDirectoryCreator directories) {
        this.session = session;
        this.tree = tree;
        this.listener = listener;
        this.files = new PublishedFiles(session, directories);
    }

    /**
     * Replays until the agent has run everything.
     *
     * @throws EnvironmentException if the agent is lost or sends what it may not send
     */
    void run() {
        try {
            replayAll();
        } catch (InvalidMessageException e) {
            throw session.invalid(e);
        }
    }

    private void replayAll() {
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
            finish(test);
        } else if (message instanceof Message.Skipped test) {
            tree.skip(tree.named(test.id()), test.reason());
        } else if (message instanceof Message.Registered registered) {
            tree.register(registered.node());
        } else if (message instanceof Message.Reported report) {
            listener.reportingEntryPublished(tree.named(report.id()), ReportEntry.from(report.entries()));
        } else if (message instanceof Message.FilePublished file) {
            files.publish(tree.named(file.id()), file, listener);
        } else if (message instanceof Message.NotFound missing) {
            notFound.put(missing.selector(), Optional.ofNullable(missing.failure()));
            if (notFound.size() > MAX_NOT_FOUND) {
                throw new InvalidMessageException("it does not find more than " + MAX_NOT_FOUND + " selectors");
            }
        } else {
            throw new InvalidMessageException(
                    "it was not asked for " + message.getClass().getSimpleName());
        }
    }

    private void finish(Message.Finished test) {
        TestDescriptor descriptor = tree.named(test.id());
        // Jupiter's engine fails if a selector selects nothing, but only the test of that selector is to fail.
        if (!(descriptor instanceof EnvironmentDescriptor) || notFound.isEmpty()) {
            listener.took(descriptor, test.milliseconds());
            tree.finish(descriptor, result(test.outcome()));
        }
    }

    private static TestExecutionResult result(Outcome outcome) {
        @Nullable
        Throwable throwable =
                outcome.failure() == null ? null : outcome.failure().toThrowable();
        return switch (outcome.status()) {
            case SUCCESSFUL -> TestExecutionResult.successful();
            case ABORTED -> TestExecutionResult.aborted(throwable);
            case FAILED -> TestExecutionResult.failed(throwable);
        };
    }

    /** Fails the tests that the agent did not run, which are all remaining ones if its launcher failed. */
    private void settleRest(@Nullable SerializedThrowable failure) {
        settleNotFound();
        if (failure != null) {
            tree.settleRest(TestExecutionResult.failed(failure.toThrowable()));
        }
        tree.unsettledLeaves().forEach(leaf -> tree.settle(leaf, TestExecutionResult.failed(notRun(null))));
        tree.endClasses();
    }

    private void settleNotFound() {
        for (MirrorDescriptor leaf : tree.unsettledLeaves()) {
            leaf.selectors().stream()
                    .filter(notFound::containsKey)
                    .findFirst()
                    .map(notFound::get)
                    .ifPresent(failure -> tree.settle(leaf, TestExecutionResult.failed(notRun(failure.orElse(null)))));
        }
    }

    private EnvironmentException notRun(@Nullable SerializedThrowable failure) {
        Failure notRun = Failure.notFound("The agent in " + session.name() + " did not run this test");
        return failure == null
                ? notRun.because("its JUnit did not find the test")
                        .remedy("Check that the class path in the environment is the same as here")
                        .exception(EnvironmentException::new)
                : notRun.because("its class cannot be loaded there: " + failure.text())
                        .causedBy(failure.toThrowable())
                        .exception(EnvironmentException::new);
    }
}
