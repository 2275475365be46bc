// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.internal.wire.ThrowableReader;
import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.junit.DebugLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs in the JVM of an environment: connects to the host, runs the tests that the host selects with JUnit's launcher,
 * and reports the events as they happen.
 */
public final class Agent {

    /** The id of the only engine that the agent runs. */
    public static final String ENGINE = "junit-jupiter";

    /** JUnit's default discovery listener would abort the run if one class cannot be loaded. */
    private static final Map<String, String> OWN_CONFIGURATION =
            Map.of("junit.platform.discovery.listener.default", "logging");

    private Agent() {}

    /**
     * Runs the agent.
     *
     * @param arguments a directory that the agent may create and write, and the socket or device that connects to the
     *     host
     */
    public static void main(String[] arguments) throws IOException {
        openClassPath();
        Path directory = Path.of(arguments[0]);
        if (Endpoint.isDevice(Path.of(arguments[1]))) {
            KernelRandom.reseed();
        }
        try (Channel channel = Endpoint.connect(Path.of(arguments[1]))) {
            channel.send(Message.Hello.ofThisJvm());
            Channel.@Nullable Envelope first = channel.receive();
            if (first == null || !(first.message() instanceof Message.Run run)) {
                return;
            }
            HostCompiler compiler = new HostCompiler(channel);
            HostWatch watch = HostWatch.start(channel, compiler);
            BpfCompiler.askFirst(compiler);
            Reporter reporter = new Reporter(channel);
            ExitNotice notice = ExitNotice.register(reporter);
            @Nullable SerializedThrowable failure = run(run, directory, reporter);
            JacocoData.send(reporter);
            BpfFigures.send(reporter);
            watch.expectEnd();
            reporter.send(new Message.Ended(failure, compiled()));
            notice.expect();
            // Threads that a test left running must not keep the environment alive. Exit while the connection is open:
            // when it closes, the host watch halts this JVM without running its shutdown hooks.
            System.exit(0);
        }
    }

    /** Runs tests without a host, for a JVM that warms up. */
    public static void train(Message.Run run, Channel nowhere) {
        run(run, Path.of(System.getProperty("java.io.tmpdir")), new Reporter(nowhere));
    }

    /** Opens all jars in another thread while this one connects, since JUnit searches all of them. */
    private static void openClassPath() {
        Thread thread = new Thread(
                () -> Agent.class
                        .getClassLoader()
                        .resources("junit-platform.properties")
                        .forEach(found -> {}),
                "bpf-iterator class path");
        thread.setDaemon(true);
        thread.start();
    }

    private static @Nullable SerializedThrowable run(Message.Run run, Path directory, Reporter reporter) {
        run.systemProperties().forEach(Agent::setUnlessOwn);
        redirectOutput(reporter);
        // The host copies the files of tests, and deletes those of the agent.
        DebugLog.omitPaths();
        try {
            LauncherFactory.create(launcherConfig())
                    .execute(request(run, directory, reporter), new ReportingListener(reporter));
            return null;
        } catch (RuntimeException | LinkageError e) {
            return ThrowableReader.read(e);
        } finally {
            System.out.flush();
            System.err.flush();
        }
    }

    /** Sets a property of the host's JVM, unless this JVM has set it itself: {@code java.home}, {@code user.name}. */
    private static void setUnlessOwn(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static List<String> compiled() {
        return BpfCompiler.compiledSources().stream()
                .map(Path::toString)
                .limit(Message.Ended.MAX_COMPILED)
                .toList();
    }

    private static void redirectOutput(Reporter reporter) {
        System.setOut(new PrintStream(new ReportingStream(false, reporter), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new ReportingStream(true, reporter), false, StandardCharsets.UTF_8));
    }

    /**
     * Disables the filters and listeners of the class path, which run on the host, but not launcher session listeners.
     */
    private static LauncherConfig launcherConfig() {
        TestEngine engine = ServiceLoader.load(TestEngine.class).stream()
                .map(Provider::get)
                .filter(candidate -> candidate.getId().equals(ENGINE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Cannot run tests: the agent's class path does not contain the engine " + ENGINE
                                + ". Add junit-jupiter-engine."));
        return LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(engine)
                .build();
    }

    private static LauncherDiscoveryRequest request(Message.Run run, Path directory, Reporter reporter) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(run.selectors().stream()
                        .map(selector -> DiscoverySelectors.parse(selector).orElseThrow())
                        .collect(Collectors.toList()))
                .configurationParameters(run.configuration())
                .configurationParameters(OWN_CONFIGURATION)
                .configurationParameter(
                        "junit.platform.reporting.output.dir",
                        directory.resolve("output").toString())
                .listeners(new NotFoundListener(reporter))
                .build();
    }
}
