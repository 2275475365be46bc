// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.NeedsMachines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Attaches the Java Debug Interface to the JVM of a guest. */
@Timeout(180)
class DebuggingTest {

    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("bpf-iterator: vm:5\\.10: attach a debugger to localhost:(\\d+)");

    /** While the debugger has stopped it, the agent sends nothing for longer than its timeout. */
    @Test
    @NeedsMachines
    void a_debugger_attaches_before_the_tests_run_and_stops_them_for_any_time() throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream real = System.err;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            CompletableFuture<EngineExecutionResults> results = CompletableFuture.supplyAsync(() -> Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "vm:5.10", "bpfiterator.vm.debug", "true", "bpfiterator.timeout", "1"),
                    selectClass(Pids.class)));
            int port = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> port(errors), Optional::isPresent)
                    .orElseThrow();

            VirtualMachine jvm = attach(port);
            assertThat(jvm.allThreads()).extracting(ThreadReference::name).contains("main");
            assertThat(jvm.classesByName(Pids.class.getName())).isEmpty();
            ClassPrepareRequest request = jvm.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(Pids.class.getName());
            request.enable();
            jvm.resume();
            EventSet stop = await(jvm);
            Thread.sleep(3000);
            stop.resume();
            jvm.dispose();

            results.join().testEvents().assertStatistics(tests -> tests.succeeded(2));
        } finally {
            System.setErr(real);
        }
    }

    private static Optional<Integer> port(ByteArrayOutputStream errors) {
        Matcher matcher = ANNOUNCEMENT.matcher(errors.toString(StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static VirtualMachine attach(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("localhost");
        arguments.get("port").setValue(String.valueOf(port));
        return connector.attach(arguments);
    }

    private static EventSet await(VirtualMachine jvm) throws InterruptedException {
        while (true) {
            EventSet events = jvm.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent) {
                    return events;
                }
            }
            events.resume();
        }
    }
}
