package io.bpfiterator.harness.agent;

import io.bpfiterator.clang.BpfCompiler;
import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.SerializedThrowable;
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
 * The main class of an environment's JVM: connects to the host, runs with JUnit's launcher what it is told, and reports what
 * happens as it happens.
 */
public final class Agent {

    /** The engine whose tests are run; the host has left out what others would do with them. */
    public static final String ENGINE = "junit-jupiter";

    /** JUnit's listener for discovery; its default would abort the run for one class that can't be loaded. */
    private static final Map<String, String> OWN_CONFIGURATION =
            Map.of("junit.platform.discovery.listener.default", "logging");

    private Agent() {}

    /**
     * Runs the agent.
     *
     * @param arguments a directory that it may write and make, and the socket or device to talk to the host through
     */
    public static void main(String[] arguments) throws IOException {
        openClassPath();
        Path directory = Path.of(arguments[0]);
        try (Channel channel = Endpoint.connect(Path.of(arguments[1]))) {
            channel.send(Message.Hello.ofThisJvm());
            Channel.@Nullable Envelope first = channel.receive();
            if (first == null || !(first.message() instanceof Message.Run run)) {
                return;
            }
            HostWatch watch = HostWatch.start(channel);
            Reporter reporter = new Reporter(channel);
            ExitNotice notice = ExitNotice.register(reporter);
            @Nullable SerializedThrowable failure = run(run, directory, reporter);
            watch.expectEnd();
            reporter.send(new Message.Ended(failure, compiled()));
            notice.expect();
            // Threads that a test has left running must not keep the environment. The connection is still open: its end
            // would be taken for the host's, and no shutdown hook would be run.
            System.exit(0);
        }
    }

    /** JUnit is going to look through all jars; on another processor they are opened while this one connects. */
    private static void openClassPath() {
        Thread thread = new Thread(
                () -> Agent.class
                        .getClassLoader()
                        .resources("junit-platform.properties")
                        .count(),
                "bpf-iterator class path");
        thread.setDaemon(true);
        thread.start();
    }

    private static @Nullable SerializedThrowable run(Message.Run run, Path directory, Reporter reporter) {
        run.systemProperties().forEach(System::setProperty);
        redirectOutput(reporter);
        try {
            LauncherFactory.create(launcherConfig())
                    .execute(request(run, directory, reporter), new ReportingListener(reporter));
            return null;
        } catch (RuntimeException | LinkageError e) {
            return SerializedThrowable.of(e);
        } finally {
            System.out.flush();
            System.err.flush();
        }
    }

    private static List<String> compiled() {
        return BpfCompiler.compiledSources().stream().map(Path::toString).toList();
    }

    private static void redirectOutput(Reporter reporter) {
        System.setOut(new PrintStream(new ReportingStream(false, reporter), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new ReportingStream(true, reporter), false, StandardCharsets.UTF_8));
    }

    /** Filters and listeners of the class path have their say on the host; what opens a launcher session must be here. */
    private static LauncherConfig launcherConfig() {
        TestEngine engine = ServiceLoader.load(TestEngine.class).stream()
                .map(Provider::get)
                .filter(candidate -> candidate.getId().equals(ENGINE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no engine " + ENGINE + " on the agent's class path: add junit-jupiter-engine"));
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
