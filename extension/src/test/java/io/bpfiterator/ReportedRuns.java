// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.support.Tests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests with a directory for the files that they publish. */
abstract class ReportedRuns {

    @TempDir
    Path outputDirectory;

    EngineExecutionResults run(Class<?> testClass, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameters(configuration)
                .outputDirectoryCreator(new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return outputDirectory;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor test) throws IOException {
                        UniqueId id = test.getUniqueId();
                        // The dynamic tests of a factory may run at the same time, and their files have one name.
                        return id.getLastSegment().getType().startsWith("dynamic")
                                ? Files.createDirectories(outputDirectory.resolve("dynamic-" + id.hashCode()))
                                : outputDirectory;
                    }
                })
                .execute();
    }

    static Map<String, String> entriesOf(EngineExecutionResults results) {
        Map<String, String> entries = new HashMap<>();
        results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .forEach(entries::putAll);
        return entries;
    }

    Map<String, String> reportOf(Class<?> testClass) {
        return entriesOf(run(testClass, Map.of()));
    }

    Path file(String name) {
        return outputDirectory.resolve("bpf-iterator").resolve(name);
    }

    static void assertFailureIsUnchanged(EngineExecutionResults results) {
        assertThat(Tests.failure(results)).hasMessage("the test's own").hasNoSuppressedExceptions();
    }
}
