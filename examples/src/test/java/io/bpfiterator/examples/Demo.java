package io.bpfiterator.examples;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the examples and prints, for each, the first lines of what its iterators gave. {@code scripts/demo} starts it. */
final class Demo {

    private static final String LINES = "5";

    private Demo() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(Demo.class.getPackageName()))
                                .filters(includeClassNamePatterns(".*Test"))
                                .configurationParameter("bpfiterator.output.lines", LINES)
                                .build(),
                        summary,
                        new Printer());
        TestExecutionSummary result = summary.getSummary();
        result.printFailuresTo(new PrintWriter(System.out, true));
        System.out.printf("%n%d passed, %d failed%n", result.getTestsSucceededCount(), result.getTotalFailureCount());
        System.exit(result.getTotalFailureCount() == 0 && result.getTestsSucceededCount() > 0 ? 0 : 1);
    }

    private static final class Printer implements TestExecutionListener {

        @Override
        public void executionStarted(TestIdentifier test) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .ifPresent(source -> System.out.printf(
                            "%n%s.%s%n", source.getJavaClass().getSimpleName(), source.getMethodName()));
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            entry.getKeyValuePairs().forEach((iterator, output) -> {
                System.out.println("  iterator " + iterator + ":");
                output.lines().forEach(line -> System.out.println("    | " + line));
            });
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                System.out.println("  " + result.getStatus().toString().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }
}
