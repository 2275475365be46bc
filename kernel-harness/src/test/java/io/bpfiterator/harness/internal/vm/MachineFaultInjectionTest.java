// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static io.bpfiterator.harness.support.Runs.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.harness.internal.engine.fixtures.Fatal;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.harness.support.Scripts;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Whole runs of the engine, with faults injected into a virtual machine while a test runs in it. */
@Timeout(300)
@NeedsMachines
class MachineFaultInjectionTest {

    private static final String DISTURBED = "fromOutside() [vm:newest]";

    @TempDir
    Path directory;

    private Path running;

    @BeforeEach
    void set() {
        running = directory.resolve("running");
        System.setProperty(Fatal.IsDisturbed.RUNNING, running.toString());
    }

    @AfterEach
    void clear() {
        System.clearProperty(Fatal.IsDisturbed.RUNNING);
        assertThat(machines(ProcessHandle.current())).isEmpty();
    }

    @Test
    @Extended
    void a_machine_that_hangs_is_killed_and_the_other_kernel_completes_its_tests() throws Exception {
        CompletableFuture<EngineExecutionResults> results = CompletableFuture.supplyAsync(() -> Runs.with(
                settings("vm:newest, vm:5.10", "qemu-system-x86_64"),
                only("vm:newest", Fatal.IsDisturbed.class),
                only("vm:5.10", Pids.class)));
        awaitTest(results);
        ProcessHandle newest = machines(ProcessHandle.current())
                .filter(machine -> Stream.of(machine.info().arguments().orElseThrow())
                        .anyMatch(word -> word.contains("/kernels/newest/")))
                .findFirst()
                .orElseThrow();
        run("kill", "-STOP", String.valueOf(newest.pid()));

        assertThat(failure(results.join().testEvents(), DISTURBED))
                .hasMessageStartingWith("The agent in vm:newest was terminated: it sent no message for 20 s and did not"
                        + " answer a request for its threads, so either its JVM or the kernel under it hangs. If the"
                        + " tests are only slow, raise bpfiterator.timeout.");
        results.join().testEvents().assertStatistics(tests -> tests.failed(1).succeeded(2));
    }

    @Test
    void a_port_that_is_unplugged_is_reported() throws Exception {
        Path monitor = directory.resolve("monitor");
        CompletableFuture<EngineExecutionResults> results = CompletableFuture.supplyAsync(() ->
                Runs.with(settings("vm:newest", qemuWithMonitor(monitor)), only("vm:newest", Fatal.IsDisturbed.class)));
        awaitTest(results);
        execute(
                monitor,
                "{\"execute\": \"qmp_capabilities\"}",
                "{\"execute\": \"device_del\", \"arguments\": {\"id\": \"port\"}}");

        assertThat(failure(results.join().testEvents(), DISTURBED))
                .hasMessageStartingWith("The agent in vm:newest ended with exit status 1\nIts last output:\n")
                .hasMessageContaining(
                        "The agent lost its connection to the host: no such device (ENODEV). Its JVM exits.");
    }

    @Test
    void a_killed_run_leaves_no_machine_and_the_next_run_removes_its_files(@TempDir Path temporary) throws Exception {
        Process run = run(temporary, "vm:newest", Fatal.IsDisturbed.class);
        awaitTest(run.onExit());
        assertThat(running).as(output()).exists();
        ProcessHandle machine = machines(run.toHandle()).findFirst().orElseThrow();
        assertThat(names(temporary)).hasSize(1).allMatch(name -> name.startsWith("bpf-iterator-run-"));

        run.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(3)).until(() -> !isRunning(machine));
        assertThat(names(temporary)).hasSize(1);
        assertThat(run(temporary, "host", Pids.class).waitFor()).as(output()).isZero();
        assertThat(names(temporary)).isEmpty();
    }

    private Map<String, String> settings(String environments, String qemu) {
        return Map.of(
                Runs.ENVIRONMENTS,
                environments,
                // The test recognizes a machine by the path of its kernel.
                VmSettings.SNAPSHOTS.key(),
                "false",
                "bpfiterator.timeout",
                "20",
                "bpfiterator.vm.writable",
                directory.toString(),
                VmSettings.QEMU.key(),
                qemu);
    }

    /** Waits until the test runs, or the run has ended instead. */
    private void awaitTest(CompletableFuture<?> end) {
        await().atMost(Duration.ofSeconds(120)).until(() -> Files.exists(running) || end.isDone());
    }

    private static DiscoverySelector only(String environment, Class<?> type) {
        return selectUniqueId(UniqueId.forEngine("bpf-iterator")
                .append("environment", environment)
                .append("class", type.getName()));
    }

    /** Runs a test class in a separate JVM. */
    private Process run(Path temporary, String environment, Class<?> type) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + temporary,
                "-Dbpfiterator.cache=" + CacheDirectory.path(),
                "-D" + Fatal.IsDisturbed.RUNNING + "=" + running,
                "-classpath",
                System.getProperty("java.class.path"),
                RunMain.class.getName(),
                environment,
                type.getName(),
                directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        // Otherwise, the run directory would be there and not in the temporary directory.
        builder.environment().remove("XDG_RUNTIME_DIR");
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    /** Returns a QEMU with another monitor, and with an id for the agent's port. */
    private String qemuWithMonitor(Path monitor) {
        Path script = Scripts.executable(directory.resolve("qemu"), """
                #!/bin/sh
                for word; do
                    shift
                    case $word in virtserialport,*) word=$word,id=port ;; esac
                    set -- "$@" "$word"
                done
                exec qemu-system-x86_64 "$@" -qmp unix:%s,server=on,wait=off
                """.formatted(monitor));
        return script.toString();
    }

    private static void execute(Path monitor, String... commands) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(monitor));
                BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            assertThat(answers.readLine()).contains("QMP");
            for (String command : commands) {
                channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
                assertThat(answers.readLine()).doesNotContain("error");
            }
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Stream<ProcessHandle> machines(ProcessHandle parent) {
        return parent.descendants()
                .filter(process -> process.info().command().orElse("").contains("qemu-system"));
    }

    /** Returns whether a process runs. An orphaned process may stay a zombie until its new parent reaps it. */
    private static boolean isRunning(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return process.isAlive() && !Files.readString(status).contains("State:\tZ");
    }
}
