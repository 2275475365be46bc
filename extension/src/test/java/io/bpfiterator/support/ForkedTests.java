// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a test class in a separate JVM, in an environment that a wrapper command prepares. */
public final class ForkedTests {

    /** The output of the JVM and its exit status, which is 0 if all tests passed. */
    public record Result(int exitStatus, String output) {}

    private static final long TIMEOUT_SECONDS = 60;

    /** Set by scripts/mutation, whose mutants exist only in its own JVM. */
    private static final String WITHOUT = "tests.without.forks";

    private ForkedTests() {}

    /** Runs a class; {@code wrapper} is a command that runs the command in its arguments, such as {@code setpriv}. */
    public static Result run(Class<?> testClass, List<String> wrapper, String... jvmArguments) throws Exception {
        return result(start(testClass, wrapper, jvmArguments));
    }

    /** Runs a class with another class path. */
    public static Result runWithClassPath(Class<?> testClass, String classPath) throws Exception {
        return result(start(testClass, classPath, List.of()));
    }

    private static Result result(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + output);
        }
        return new Result(process.exitValue(), output);
    }

    public static Process start(Class<?> testClass, List<String> wrapper, String... jvmArguments) throws IOException {
        return start(testClass, System.getProperty("java.class.path"), wrapper, jvmArguments);
    }

    private static Process start(Class<?> testClass, String classPath, List<String> wrapper, String... jvmArguments)
            throws IOException {
        Assumptions.assumeFalse(Boolean.getBoolean(WITHOUT), WITHOUT + " is set");
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        // With the harness on the class path, the test would move to another kernel than the one prepared here.
        command.add("-Dbpfiterator.environments=none");
        command.addAll(List.of(jvmArguments));
        command.addAll(List.of("-cp", classPath, ForkedTests.class.getName(), testClass.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    public static void main(String[] arguments) throws Exception {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        // Without WholeSuite, which would fail because of a missing prerequisite before the test does.
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Class.forName(arguments[0])))
                        .build(),
                summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true), 0);
        boolean passed = summary.getSummary().getTotalFailureCount() == 0
                && summary.getSummary().getTestsSucceededCount() > 0;
        System.exit(passed ? 0 : 1);
    }
}
