// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the examples in the environment that {@code auto} chooses, and prints the first lines of the output of each
 * example's iterators. {@code scripts/demo} starts it.
 */
final class Demo {

    private static final String LINES = "5";

    private Demo() {}

    public static void main(String[] arguments) {
        Printer printer = new Printer();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(Demo.class.getPackageName()))
                                .filters(includeClassNamePatterns(".*Test"))
                                .configurationParameter("bpfiterator.environments", "auto")
                                .configurationParameter("bpfiterator.output.lines", LINES)
                                .configurationParameter("bpfiterator.report", "failures")
                                .build(),
                        printer);
        System.exit(printer.summarize() ? 0 : 1);
    }

    private static final class Printer implements TestExecutionListener {

        private int passed;
        private int failed;

        /** The number of skipped tests by reason. */
        private final Map<String, Integer> skips = new LinkedHashMap<>();

        /** The number of failures by reason. */
        private final Map<String, Integer> failures = new LinkedHashMap<>();

        @Override
        public void executionStarted(TestIdentifier test) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .ifPresent(source -> System.out.printf("%n%s.%s%n", simpleName(source), source.getMethodName()));
        }

        private static String simpleName(MethodSource source) {
            return source.getClassName().substring(source.getClassName().lastIndexOf('.') + 1);
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            if (test.getSource().filter(MethodSource.class::isInstance).isPresent()) {
                entry.getKeyValuePairs().forEach((iterator, output) -> {
                    System.out.println("  iterator " + iterator + ":");
                    output.lines().limit(10).forEach(line -> System.out.println("    | " + line));
                });
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            skips.merge(reason, 1, Integer::sum);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != Status.SUCCESSFUL) {
                failed += test.isTest() ? 1 : 0;
                failures.merge(reason(result), 1, Integer::sum);
            } else if (test.isTest()) {
                passed++;
            }
            if (test.isTest()) {
                System.out.println("  " + result.getStatus().toString().toLowerCase(Locale.ROOT));
            }
        }

        private static String reason(TestExecutionResult result) {
            return result.getThrowable()
                    .map(thrown -> thrown.getMessage() == null ? thrown.toString() : thrown.getMessage())
                    .orElse("no reason given");
        }

        /** Prints a summary, and returns whether tests passed and none failed. */
        boolean summarize() {
            int skipped = skips.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("%n%d passed, %d failed, %d skipped%n", passed, failed, skipped);
            skips.forEach((reason, times) -> System.out.printf("  skipped (%d): %s%n", times, reason));
            failures.forEach((reason, times) -> System.out.printf("  failed (%d): %s%n", times, reason));
            return failures.isEmpty() && passed > 0;
        }
    }
}
