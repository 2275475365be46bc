// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.HarnessDescriptor;
import io.bpfiterator.harness.internal.engine.recording.Recorder;
import io.bpfiterator.harness.internal.environment.AgentLaunchFactory;
import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.environment.Environments;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.junit.SkipPolicy;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.TestAbortedException;

/**
 * Runs the tests of one environment: starts it, has its agent run them, and restarts it if a test has terminated it.
 */
public final class EnvironmentRun {

    /** The output is captured on the host. */
    private static final Map<String, String> NO_CAPTURE =
            Map.of("junit.platform.output.capture.stdout", "false", "junit.platform.output.capture.stderr", "false");

    private final EnvironmentDescriptor descriptor;
    private final ExecutionRequest request;
    private final Recorder listener;
    private final Environment environment;
    private final RunContext run;
    private final Settings settings;
    private final TestTree tree;

    /** Why {@code auto} chose this environment, if it did. */
    private final Optional<String> whyChosen;

    private EnvironmentRun(
            EnvironmentDescriptor descriptor,
            Environment environment,
            RunContext run,
            ExecutionRequest request,
            Recorder listener) {
        this.descriptor = descriptor;
        this.environment = environment;
        this.run = run;
        this.request = request;
        this.listener = listener;
        this.settings = request.getConfigurationParameters()::get;
        this.tree = new TestTree(descriptor, listener);
        this.whyChosen = ((HarnessDescriptor) request.getRootTestDescriptor()).whyChosen(descriptor.name());
    }

    /** Returns the runs of all environments of a request, in its order. */
    public static List<EnvironmentRun> of(ExecutionRequest request, Recorder listener) {
        Map<EnvironmentDescriptor, Environment> environments = new LinkedHashMap<>();
        for (TestDescriptor child : request.getRootTestDescriptor().getChildren()) {
            EnvironmentDescriptor descriptor = (EnvironmentDescriptor) child;
            environments.put(
                    descriptor, Environments.named(descriptor.name(), request.getConfigurationParameters()::get));
        }
        RunContext run = new RunContext((int)
                environments.values().stream().filter(Environment::hasOwnKernel).count());
        return environments.entrySet().stream()
                .map(each -> new EnvironmentRun(each.getKey(), each.getValue(), run, request, listener))
                .toList();
    }

    Environment environment() {
        return environment;
    }

    /** Starts the environment. One with a kernel of its own runs its tests at once, even before its turn. */
    AgentSession start() {
        AgentSession session = AgentSession.start(environment, settings, run);
        if (environment.hasOwnKernel()) {
            run(session);
        }
        return session;
    }

    /** Reports the environment's tests, when its turn has come. */
    public void execute(Prestart first) {
        listener.executionStarted(descriptor);
        boolean again = runOnce(first::take);
        while (again) {
            again = runOnce(this::start);
        }
        listener.executionFinished(descriptor, TestExecutionResult.successful());
    }

    /** Runs the remaining tests with one agent, and returns whether tests are left for another. */
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
            session.measurements().coverage().ifPresent(coverage -> listener.covered(descriptor, coverage));
            session.measurements().figures().ifPresent(figures -> listener.measured(descriptor, figures));
            publishConsole(session);
            if (!tree.hasEndedTest()) {
                tree.settleRest(TestExecutionResult.failed(Failure.notFound("No test ran in " + descriptor.name())
                        .because("the selected classes or methods contain no test, for example a @TestFactory"
                                + " without dynamic tests")
                        .remedy("Remove the environment, or select tests")
                        .exception(EnvironmentException::new)));
            }
            return false;
        } catch (RuntimeException e) {
            publishConsole(session);
            listener.lost(descriptor, e);
            // An internal error, too, fails tests of this environment rather than the run of all the others.
            return tree.settleStarted(TestExecutionResult.failed(e));
        }
    }

    private DiagnosedException explained(DiagnosedException failure) {
        return whyChosen
                .<DiagnosedException>map(reason -> explained(failure, descriptor.name(), reason))
                .orElse(failure);
    }

    /** Prefixes a failure with why {@code auto} chose the environment, since the user may not have named any. */
    static EnvironmentException explained(DiagnosedException failure, String environment, String whyChosen) {
        return Failure.of(
                        failure.reason(),
                        "These tests cannot run here: " + whyChosen + ", and " + environment
                                + ", which auto uses instead, cannot be started. " + failure.getMessage())
                .log(failure.log())
                .causedBy(failure)
                .exception(EnvironmentException::new);
    }

    private void run(AgentSession session) {
        session.run(new Message.Run(selectors(tree), configuration(), AgentLaunchFactory.systemProperties()));
    }

    private TestExecutionResult resultOf(DiagnosedException failure) {
        return SkipPolicy.of(settings).skips(failure)
                ? TestExecutionResult.aborted(new TestAbortedException(failure.getMessage(), failure))
                : TestExecutionResult.failed(failure);
    }

    private void announce(AgentSession session) {
        long milliseconds = session.startTime().toMillis();
        Message.Hello hello = session.hello();
        String description = session.description()
                + session.details().values().stream().map(fact -> ", " + fact).collect(Collectors.joining());
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
                        "milliseconds by stage", stages(session))));
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

    /** Returns the parameters of this run, without those that the agent's JUnit reads from system properties itself. */
    private Map<String, String> configuration() {
        ConfigurationParameters parameters = request.getConfigurationParameters();
        Map<String, String> configuration = parameters.keySet().stream()
                .filter(name -> parameters.get(name).isPresent())
                .collect(Collectors.toMap(
                        name -> name, name -> parameters.get(name).orElseThrow(), (a, b) -> a, HashMap::new));
        configuration.keySet().removeAll(System.getProperties().stringPropertyNames());
        configuration.putAll(NO_CAPTURE);
        // Readers of the report compare the output of iterators between kernels, also of tests that passed.
        if (settings.given(ExtensionSettings.REPORT).isEmpty()) {
            configuration.put(ExtensionSettings.REPORT.key(), "always");
        }
        return configuration;
    }
}
