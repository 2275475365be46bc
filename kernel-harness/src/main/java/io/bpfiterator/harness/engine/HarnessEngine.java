package io.bpfiterator.harness.engine;

import java.time.Instant;
import java.util.List;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Runs Jupiter's test classes that use BPF in the environments that {@code bpfiterator.environments} names, one subtree for
 * each. Without that parameter, and without {@link io.bpfiterator.harness.InEnvironments}, it takes nothing.
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
        EngineDescriptor engine = new EngineDescriptor(uniqueId, ID);
        new Discovery(request, engine).run();
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        Recorder listener = new Recorder(engine, request.getEngineExecutionListener());
        listener.executionStarted(engine);
        List<EnvironmentRun> runs = engine.getChildren().stream()
                .map(environment -> new EnvironmentRun((EnvironmentDescriptor) environment, request, listener))
                .toList();
        try (RunReport report = RunReport.of(request, listener, LOADED);
                HeadStarts starts = HeadStarts.of(runs)) {
            runs.forEach(run -> run.execute(starts.of(run)));
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }
}
