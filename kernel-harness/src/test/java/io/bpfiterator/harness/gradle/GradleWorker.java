// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.gradle;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of a JVM that calls JUnit's launcher in the way of Gradle's test workers: it collects the classes that
 * Gradle found, selects them in one request, and filters methods after discovery ({@code --tests}). A listener files
 * each test under the nearest class above it, with its legacy name. This is a reproduction: Gradle itself takes no
 * part.
 */
final class GradleWorker {

    static final String PREFIX = "gradle: ";

    private GradleWorker() {}

    /** @param arguments {@code Class.method} to filter by, or an empty text, and the names of the classes */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(arguments)
                        .skip(1)
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .filters(byName(arguments[0]))
                .build();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request, new Listener());
        }
    }

    private static PostDiscoveryFilter byName(String pattern) {
        return descriptor -> FilterResult.includedIf(pattern.isEmpty() || isWanted(descriptor, pattern));
    }

    /** Decides by the source: a class is wanted for its methods, and what has no source for what is below it. */
    private static boolean isWanted(TestDescriptor descriptor, String pattern) {
        Optional<TestSource> source = descriptor.getSource();
        if (source.isEmpty()) {
            return true;
        }
        if (source.get() instanceof MethodSource method) {
            String simpleName = method.getClassName().replaceFirst(".*[.]", "");
            return (simpleName + "." + method.getMethodName()).equals(pattern);
        }
        return descriptor.getChildren().stream().anyMatch(child -> isWanted(child, pattern));
    }

    private static final class Listener implements TestExecutionListener {

        private TestPlan plan;

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = started;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                System.out.println(
                        PREFIX + nearestClass(test) + " > " + test.getLegacyReportingName() + " " + result.getStatus());
            }
        }

        private String nearestClass(TestIdentifier test) {
            Optional<TestIdentifier> at = Optional.of(test);
            while (at.isPresent()) {
                if (at.get().getSource().orElse(null) instanceof ClassSource type) {
                    return type.getClassName().replaceFirst(".*[.]", "");
                }
                at = plan.getParent(at.get());
            }
            return "no class";
        }
    }
}
