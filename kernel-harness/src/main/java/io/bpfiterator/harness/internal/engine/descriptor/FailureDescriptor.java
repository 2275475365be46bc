// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.util.List;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Describes a class with one test, which fails with the problems of the run: of its settings, or of its coverage. Build
 * tools show the failure of a test, but hide an exception during discovery in a file.
 *
 * <p>Both have a source, since Surefire drops the failure of a test without a source, or outside of a class.
 */
public final class FailureDescriptor extends AbstractTestDescriptor {

    private final FailingTest test;

    FailureDescriptor(UniqueId engine, String name, List<String> problems) {
        super(engine.append("class", EngineName.CLASS), EngineName.SIMPLE_CLASS, ClassSource.from(EngineName.CLASS));
        test = new FailingTest(getUniqueId(), name, problems);
        addChild(test);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** Notifies a listener of the class and its test, from their registration to their results. */
    public void report(EngineExecutionListener listener) {
        EnvironmentException invalid =
                Failure.invalid(String.join("\n", test.problems)).exception(EnvironmentException::new);
        // The stack trace would not help to correct them.
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

        FailingTest(UniqueId parent, String name, List<String> problems) {
            super(parent.append("method", name), name, MethodSource.from(EngineName.CLASS, name));
            this.problems = problems;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
