// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsCheck;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Describes a class with one test, which fails with the problems of the settings. Build tools show the failure of a
 * test, but hide an exception during discovery in a file.
 *
 * <p>Both have a source, since Surefire drops the failure of a test without a source, or outside of a class.
 */
public final class InvalidSettingsDescriptor extends AbstractTestDescriptor {

    private static final String NAME = "settings";

    private final FailingTest test;

    InvalidSettingsDescriptor(UniqueId engine, List<String> problems) {
        super(engine.append("class", EngineName.CLASS), EngineName.SIMPLE_CLASS, ClassSource.from(EngineName.CLASS));
        test = new FailingTest(getUniqueId(), problems);
        addChild(test);
    }

    /** Returns a message for each setting that is invalid regardless of the others. */
    public static List<String> in(ConfigurationParameters parameters) {
        // They include the system properties and those of junit-platform.properties.
        Set<String> keys = parameters.keySet().stream()
                .filter(key -> key.startsWith(Setting.PREFIX))
                .collect(Collectors.toSet());
        return keys.isEmpty() ? List.of() : SettingsCheck.ofClassPath().problems(keys, parameters::get);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** Notifies a listener of the class and its test, from their registration to their results. */
    public void report(EngineExecutionListener listener) {
        EnvironmentException invalid =
                Failure.invalid(String.join("\n", test.problems)).exception(EnvironmentException::new);
        // The stack trace would not help to correct a setting.
        invalid.setStackTrace(new StackTraceElement[0]);
        listener.dynamicTestRegistered(this);
        listener.dynamicTestRegistered(test);
        listener.executionStarted(this);
        listener.executionStarted(test);
        listener.executionFinished(test, TestExecutionResult.failed(invalid));
        listener.executionFinished(this, TestExecutionResult.successful());
    }

    private static final class FailingTest extends AbstractTestDescriptor {

        private final List<String> problems;

        FailingTest(UniqueId parent, List<String> problems) {
            super(parent.append("method", NAME), NAME, MethodSource.from(EngineName.CLASS, NAME));
            this.problems = problems;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
