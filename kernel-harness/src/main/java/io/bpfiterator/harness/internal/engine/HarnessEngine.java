// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.coverage.CoverageMinimum;
import io.bpfiterator.harness.internal.engine.descriptor.EngineName;
import io.bpfiterator.harness.internal.engine.descriptor.FailureDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.HarnessDescriptor;
import io.bpfiterator.harness.internal.engine.discovery.Discovery;
import io.bpfiterator.harness.internal.engine.execution.EnvironmentRun;
import io.bpfiterator.harness.internal.engine.execution.Prestarts;
import io.bpfiterator.harness.internal.engine.recording.Recorder;
import io.bpfiterator.harness.internal.engine.recording.RunReport;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.internal.failure.RequiredLibrary;
import java.time.Instant;
import java.util.List;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/**
 * Runs Jupiter's test classes that use BPF in the environments that {@code bpfiterator.environments} names, each as one
 * subtree. If that parameter is not set, Jupiter runs them if the running kernel runs every iterator, and otherwise
 * they run in the environment that {@code auto} selects. {@link io.bpfiterator.harness.InEnvironments} overrides the
 * parameter for a class.
 */
public final class HarnessEngine implements TestEngine {

    public static final String ID = "bpf-iterator";

    /** Reports that were written before this time are of another build. */
    private static final Instant LOADED = Instant.now();

    @Override
    public String getId() {
        return EngineName.ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        HarnessDescriptor engine = new HarnessDescriptor(uniqueId);
        new Discovery(request, engine).run();
        if (!engine.getChildren().isEmpty()) {
            requireJUnit();
        }
        return engine;
    }

    /** Without the check, the engine would fail when it asks for JUnit's output directory, after all tests have run. */
    private static void requireJUnit() {
        RequiredLibrary.atLeast("JUnit Platform", TestEngine.class, "1.14.0")
                .problem()
                .ifPresent(problem -> {
                    throw problem.remedy("Use JUnit 5.14 or newer").exception(EnvironmentException::new);
                });
    }

    @Override
    public void execute(ExecutionRequest request) {
        HarnessDescriptor engine = (HarnessDescriptor) request.getRootTestDescriptor();
        if (engine.getChildren().isEmpty()) {
            runNothing(engine, request.getEngineExecutionListener());
        } else {
            run(engine, request);
        }
    }

    /** Reports invalid settings, if any. A suite without BPF must not pay for what only a run needs. */
    private static void runNothing(HarnessDescriptor engine, EngineExecutionListener listener) {
        listener.executionStarted(engine);
        engine.invalidSettings().ifPresent(invalid -> report(invalid, engine, listener));
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private static void report(FailureDescriptor failure, HarnessDescriptor engine, EngineExecutionListener listener) {
        engine.addChild(failure);
        failure.report(listener);
    }

    private static void run(HarnessDescriptor engine, ExecutionRequest request) {
        Recorder listener = new Recorder(engine, request.getEngineExecutionListener());
        listener.executionStarted(engine);
        engine.auto().ifPresent(auto -> Progress.onStandardError()
                .accept(auto.line() + (auto.isHost() ? "" : "; see docs/machines.md for the differences")));
        engine.module().ifPresent(module -> Progress.onStandardError()
                .accept("tests of module " + module + " run on the class path, where module-info.java has no effect"));
        List<EnvironmentRun> runs = EnvironmentRun.of(request, listener);
        try (RunReport report = RunReport.of(request, listener, LOADED);
                Prestarts prestarts = Prestarts.of(runs)) {
            runs.forEach(run -> run.execute(prestarts.of(run)));
        }
        // Not through the recorder: the report is written.
        CoverageMinimum.problem(listener.coverage(), request.getConfigurationParameters()::get)
                .map(engine::tooSmallCoverage)
                .ifPresent(failure -> report(failure, engine, request.getEngineExecutionListener()));
        listener.executionFinished(engine, TestExecutionResult.successful());
    }
}
