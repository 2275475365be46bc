package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.Progress;
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
 * Runs Jupiter's test classes that use BPF in the environments that {@code bpfiterator.environments} names, one subtree for
 * each. Without that parameter it leaves them to Jupiter where the running kernel runs every iterator, and else runs
 * them in the machine that {@code auto} stands for; {@link io.bpfiterator.harness.InEnvironments} decides for a class.
 */
public final class HarnessEngine implements TestEngine {

    static final String ID = "bpf-iterator";

    /** What a report says that was written before is of another build. */
    private static final Instant LOADED = Instant.now();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        HarnessDescriptor engine = new HarnessDescriptor(uniqueId);
        new Discovery(request, engine).run();
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        HarnessDescriptor engine = (HarnessDescriptor) request.getRootTestDescriptor();
        engine.wrongSettings().ifPresentOrElse(wrong -> fail(wrong, engine, request), () -> run(engine, request));
    }

    private static void fail(InvalidSettingsDescriptor wrong, HarnessDescriptor engine, ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        listener.executionStarted(engine);
        engine.addChild(wrong);
        wrong.report(listener);
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private static void run(HarnessDescriptor engine, ExecutionRequest request) {
        Recorder listener = new Recorder(engine, request.getEngineExecutionListener());
        listener.executionStarted(engine);
        if (!engine.getChildren().isEmpty()) {
            engine.auto().ifPresent(auto -> Progress.onStandardError()
                    .accept(auto.line() + (auto.isHost() ? "" : "; docs/machines.md says what differs there")));
        }
        List<EnvironmentRun> runs = engine.getChildren().stream()
                .map(environment -> new EnvironmentRun((EnvironmentDescriptor) environment, request, listener))
                .toList();
        try (RunReport report = RunReport.of(request, listener, LOADED);
                Prestarts starts = Prestarts.of(runs)) {
            runs.forEach(run -> run.execute(starts.of(run)));
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }
}
