package io.bpfiterator.harness.engine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.AgentLaunchFactory;
import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.Environments;
import io.bpfiterator.harness.environment.Progress;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.TestAbortedException;

/** Runs the tests of one environment: starts it, lets its agent run them, and starts it again if a test has ended it. */
final class EnvironmentRun {

    /** The host captures what the agent prints; twice would be once too much. */
    private static final Map<String, String> NO_CAPTURE =
            Map.of("junit.platform.output.capture.stdout", "false", "junit.platform.output.capture.stderr", "false");

    private final EnvironmentDescriptor descriptor;
    private final ExecutionRequest request;
    private final Recorder listener;
    private final Settings settings;
    private final Environment environment;
    private final TestTree tree;

    /** Why {@code auto} chose this environment, if it did. */
    private final Optional<String> whyChosen;

    EnvironmentRun(EnvironmentDescriptor descriptor, ExecutionRequest request, Recorder listener) {
        this.descriptor = descriptor;
        this.request = request;
        this.listener = listener;
        this.settings = settings(request);
        this.environment = Environments.named(descriptor.name(), settings);
        this.tree = new TestTree(descriptor, listener);
        this.whyChosen = ((HarnessDescriptor) request.getRootTestDescriptor()).whyChosen(descriptor.name());
    }

    /** The environments are those of the run: classes may have named some themselves. */
    private static Settings settings(ExecutionRequest request) {
        Settings parameters = request.getConfigurationParameters()::get;
        String names = request.getRootTestDescriptor().getChildren().stream()
                .map(environment -> ((EnvironmentDescriptor) environment).name())
                .collect(Collectors.joining(","));
        return key -> key.equals(HarnessSettings.ENVIRONMENTS.key()) ? Optional.of(names) : parameters.get(key);
    }

    Environment environment() {
        return environment;
    }

    /** Starts the environment, which may be before its turn; one with a kernel of its own runs its tests at once. */
    AgentSession start() {
        AgentSession session = AgentSession.start(environment, settings);
        if (environment.hasOwnKernel()) {
            run(session);
        }
        return session;
    }

    /** Tells of the environment's tests, when its turn has come. */
    void execute(Prestart first) {
        listener.executionStarted(descriptor);
        boolean again = runOnce(first::take);
        while (again) {
            again = runOnce(this::start);
        }
        listener.executionFinished(descriptor, TestExecutionResult.successful());
    }

    /** Returns whether there are tests left that another agent should run. */
    private boolean runOnce(Supplier<AgentSession> starting) {
        AgentSession session;
        try {
            session = starting.get();
        } catch (DiagnosedException e) {
            DiagnosedException failure = explained(e);
            listener.notStarted(descriptor, failure);
            tree.settleRest(resultOf(failure));
            return false;
        }
        try (session) {
            announce(session);
            if (!environment.hasOwnKernel()) {
                run(session);
            }
            new Replay(session, tree, listener, request.getOutputDirectoryCreator()).run();
            publishConsole(session);
            if (!tree.hasEndedTest()) {
                tree.settleRest(
                        TestExecutionResult.failed(new EnvironmentException("No test ran in " + descriptor.name()
                                + ": what was selected for it has none, a @TestFactory without dynamic tests for example."
                                + " Leave the environment out, or select tests.")));
            }
            return false;
        } catch (RuntimeException e) {
            publishConsole(session);
            listener.lost(descriptor, e);
            // Also what we don't foresee fails tests, rather than the run of all other environments.
            return tree.settleStarted(TestExecutionResult.failed(e));
        }
    }

    /** Begins with why {@code auto} chose the environment: the user may not have named any. */
    private DiagnosedException explained(DiagnosedException failure) {
        return whyChosen
                .<DiagnosedException>map(reason -> EnvironmentException.unavailable(
                        "These tests cannot run here: " + reason + ", and " + descriptor.name()
                                + ", which auto uses instead, cannot be started. " + failure.getMessage(),
                        failure))
                .orElse(failure);
    }

    private void run(AgentSession session) {
        session.run(new Message.Run(selectors(tree), configuration(), AgentLaunchFactory.systemProperties()));
    }

    private TestExecutionResult resultOf(DiagnosedException failure) {
        boolean skips = failure.isUnavailable()
                && settings.value(ExtensionSettings.UNAVAILABLE).equals("skip")
                && !settings.value(ExtensionSettings.STRICT);
        return skips
                ? TestExecutionResult.aborted(new TestAbortedException(failure.getMessage(), failure))
                : TestExecutionResult.failed(failure);
    }

    private void announce(AgentSession session) {
        long milliseconds = session.startTime().toMillis();
        Message.Hello hello = session.hello();
        String description = session.description()
                + session.acceleration().map(words -> ", " + words).orElse("");
        Progress.onStandardError()
                .accept(descriptor.name() + ": " + description + "; Linux " + hello.kernel() + ", Java " + hello.java()
                        + "; ready after " + milliseconds + " ms (" + stages(session) + ")");
        listener.started(
                descriptor,
                session,
                whyChosen.map(reason -> "; chosen by auto: " + reason).orElse(""));
        listener.reportingEntryPublished(
                descriptor,
                ReportEntry.from(Map.of(
                        "environment", description,
                        "kernel", hello.kernel(),
                        "architecture", hello.architecture(),
                        "java", hello.java(),
                        "milliseconds to start", String.valueOf(milliseconds),
                        "of which", stages(session))));
    }

    private static String stages(AgentSession session) {
        return session.stages().entrySet().stream()
                .map(stage -> stage.getKey() + " " + stage.getValue().toMillis())
                .collect(Collectors.joining(", "));
    }

    private void publishConsole(AgentSession session) {
        String output = session.lastOutput();
        if (!output.isBlank()) {
            listener.printed(descriptor, output);
            listener.reportingEntryPublished(descriptor, ReportEntry.from("console", output));
        }
    }

    private static List<String> selectors(TestTree tree) {
        return tree.unsettledLeaves().stream()
                .flatMap(leaf -> leaf.selectors().stream())
                .toList();
    }

    /** Returns the parameters of this run; the agent's JUnit finds system properties and the properties file itself. */
    private Map<String, String> configuration() {
        ConfigurationParameters parameters = request.getConfigurationParameters();
        Map<String, String> configuration = parameters.keySet().stream()
                .filter(name -> parameters.get(name).isPresent())
                .collect(Collectors.toMap(
                        name -> name, name -> parameters.get(name).orElseThrow(), (a, b) -> a, HashMap::new));
        configuration.keySet().removeAll(System.getProperties().stringPropertyNames());
        configuration.putAll(NO_CAPTURE);
        // What iterators printed where tests passed is what a reader compares between kernels.
        if (settings.given(ExtensionSettings.REPORT).isEmpty()) {
            configuration.put(ExtensionSettings.REPORT.key(), "always");
        }
        return configuration;
    }
}
