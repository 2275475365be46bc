// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs test classes with the harness's engine, or with the launcher as a build tool does. */
public final class Runs {

    public static final String ENVIRONMENTS = "bpfiterator.environments";

    /** JUnit's default, which this project's junit-platform.properties overrides for its own tests. */
    private static final Map<String, String> STANDARD_NAMES =
            Map.of("junit.jupiter.displayname.generator.default", DisplayNameGenerator.Standard.class.getName());

    private Runs() {}

    /** Runs with only the harness's engine. */
    public static EngineExecutionResults in(String environments, DiscoverySelector... selectors) {
        return with(Map.of(ENVIRONMENTS, environments), selectors);
    }

    public static EngineExecutionResults with(Map<String, String> configuration, DiscoverySelector... selectors) {
        return EngineTestKit.engine("bpf-iterator")
                .selectors(selectors)
                .configurationParameter("bpfiterator.timeout", "60")
                // A snapshot would be taken after the tests, in a process that outlives them.
                .configurationParameter("bpfiterator.vm.warm", "off")
                .configurationParameters(STANDARD_NAMES)
                .configurationParameters(configuration)
                .outputDirectoryCreator(new FlatDirectory())
                .execute();
    }

    /** The directory of all files that this JVM publishes: in target, or where a guest cannot write to it, in /tmp. */
    public static final Path FILES = directoryOfPublishedFiles();

    private static Path directoryOfPublishedFiles() {
        Path target = Path.of("target").toAbsolutePath();
        if (Files.isWritable(target)) {
            return target.resolve(Path.of(
                    "published-files", Long.toString(ProcessHandle.current().pid())));
        }
        try {
            return Files.createTempDirectory("published-files");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FlatDirectory implements OutputDirectoryCreator {

        @Override
        public Path getRootDirectory() {
            return FILES;
        }

        @Override
        public Path createOutputDirectory(TestDescriptor descriptor) throws IOException {
            return Files.createDirectories(FILES);
        }
    }

    /** Discovers tests with all engines and filters of the class path. */
    public static TestPlan plan(LauncherDiscoveryRequestBuilder request) {
        return launcher().discover(request.build());
    }

    /** Runs with all engines and filters of the class path, and returns the results. */
    public static Outcomes launch(LauncherDiscoveryRequestBuilder request) {
        LauncherDiscoveryRequest built = request.build();
        Outcomes outcomes = new Outcomes();
        launcher().execute(built, outcomes);
        return outcomes;
    }

    private static Launcher launcher() {
        return LauncherFactory.create();
    }

    public static LauncherDiscoveryRequestBuilder request(String environments, DiscoverySelector... selectors) {
        return LauncherDiscoveryRequestBuilder.request()
                .configurationParameter(ENVIRONMENTS, environments)
                .configurationParameters(STANDARD_NAMES)
                // The default, target/bpf-iterator, is also the path of the command.
                .configurationParameter("junit.platform.reporting.output.dir", FILES.toString())
                .selectors(Arrays.asList(selectors));
    }

    /** Returns the throwable of the only test that failed under a display name. */
    public static Throwable failure(Events events, String displayName) {
        return events.failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().equals(displayName))
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .findFirst()
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow(() -> new AssertionError("No failure of " + displayName + " in "
                        + events.stream().map(Event::toString).toList()));
    }

    /** Returns the display names of the tests of events, without empty ones. */
    public static List<String> names(List<Event> events) {
        return events.stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }
}
