package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * A test that fails, since settings are wrong, in a class of its own: build tools show that, where they put an
 * exception during discovery into a file.
 *
 * <p>Both need a source. Surefire drops the failure of a test without one, and also that of a test in no class.
 */
final class InvalidSettingsDescriptor extends AbstractTestDescriptor {

    private static final String NAME = "settings";

    private final Failure failure;

    InvalidSettingsDescriptor(UniqueId engine, List<String> problems) {
        super(
                engine.append("class", HarnessEngine.class.getName()),
                HarnessEngine.class.getSimpleName(),
                ClassSource.from(HarnessEngine.class));
        failure = new Failure(getUniqueId(), problems);
        addChild(failure);
    }

    /** Returns one sentence for each setting that is wrong by itself. */
    static List<String> in(ConfigurationParameters parameters) {
        Set<String> keys = new HashSet<>(parameters.keySet());
        keys.addAll(System.getProperties().stringPropertyNames());
        keys.removeIf(key -> !key.startsWith(Setting.PREFIX));
        return keys.isEmpty() ? List.of() : SettingsCheck.ofClassPath().problems(keys, parameters::get);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** Tells a listener of both, from their registration to their ends. */
    void report(EngineExecutionListener listener) {
        EnvironmentException wrong = new EnvironmentException(String.join("\n", failure.problems));
        // Where this was thrown says nothing to whom the sentences are for.
        wrong.setStackTrace(new StackTraceElement[0]);
        listener.dynamicTestRegistered(this);
        listener.dynamicTestRegistered(failure);
        listener.executionStarted(this);
        listener.executionStarted(failure);
        listener.executionFinished(failure, TestExecutionResult.failed(wrong));
        listener.executionFinished(this, TestExecutionResult.successful());
    }

    private static final class Failure extends AbstractTestDescriptor {

        private final List<String> problems;

        Failure(UniqueId parent, List<String> problems) {
            super(parent.append("method", NAME), NAME, MethodSource.from(HarnessEngine.class.getName(), NAME));
            this.problems = problems;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
