// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes with the JUnit test kit. */
public final class Tests {

    private Tests() {}

    public static EngineExecutionResults run(Class<?> testClass) {
        return run(selectClass(testClass), Map.of());
    }

    public static EngineExecutionResults run(Class<?> testClass, Map<String, String> configuration) {
        return run(selectClass(testClass), configuration);
    }

    /** Runs one test and returns the exception with which it failed. */
    public static Throwable failureOf(Class<?> testClass, String method, Map<String, String> configuration) {
        Method test = Arrays.stream(testClass.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow();
        return failure(run(selectMethod(testClass, test), configuration));
    }

    /** Returns the exception of the first failure of a run. */
    public static Throwable failure(EngineExecutionResults results) {
        return results.allEvents().finished().failed().stream()
                .findFirst()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow(() -> new AssertionError("nothing failed: "
                        + results.allEvents().stream().map(Event::toString).toList()));
    }

    private static EngineExecutionResults run(DiscoverySelector selector, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selector)
                .configurationParameters(configuration)
                .execute();
    }
}
