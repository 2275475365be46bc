// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static io.bpfiterator.harness.support.Runs.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.harness.internal.engine.fixtures.Fatal;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.harness.support.Scripts;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Whole runs of the engine on other kernels, where one machine fails and the others complete their tests. */
@Timeout(300)
@NeedsMachines
class RunsInMachinesTest {

    @AfterEach
    void no_machine_is_left() {
        assertThat(machines()).isEmpty();
    }

    @Test
    void a_panic_is_reported_and_the_other_kernel_completes_its_tests() {
        EngineExecutionResults results =
                run("vm:newest, vm:5.10", only("vm:newest", Fatal.Panics.class), only("vm:5.10", Pids.class));

        assertThat(failure(results.testEvents(), "theKernel() [vm:newest]"))
                .hasMessageContaining("the kernel panicked: sysrq triggered crash")
                .hasMessageContaining("Its last output:")
                .hasMessageContaining("Kernel Offset: ");
        results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(2));
    }

    @Test
    @Extended
    void the_only_machine_of_a_run_has_two_processors_however_it_was_selected(@TempDir Path directory) {
        EngineExecutionResults results = Runs.with(
                Map.of("bpfiterator.timeout", "120", VmSettings.QEMU.key(), qemuOfVersion8(directory)),
                only("vm:newest", Pids.class));

        assertThat(results.containerEvents().reportingEntryPublished().stream()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()))
                .anyMatch(entry -> entry.getOrDefault("environment", "")
                        .contains(Runtime.getRuntime().availableProcessors() > 1 ? " 2 CPUs" : " 1 CPU"));
        results.testEvents().assertStatistics(tests -> tests.failed(0).succeeded(2));
    }

    /** Returns a QEMU that claims to be version 8.1, and yet uses single-threaded TCG, since it may be older. */
    private static String qemuOfVersion8(Path directory) {
        Path script = Scripts.executable(directory.resolve("qemu"), """
                #!/bin/sh
                if [ "$1" = --version ]; then
                    echo QEMU emulator version 8.1.0
                    exit
                fi
                for word; do
                    shift
                    [ "$word" = tcg,thread=multi ] && word=tcg,thread=single
                    set -- "$@" "$word"
                done
                exec qemu-system-x86_64 "$@"
                """);
        return script.toString();
    }

    @Test
    @Extended
    void a_guest_that_runs_out_of_memory_reports_how_much_it_has() {
        EngineExecutionResults results = Runs.with(
                Map.of(
                        Runs.ENVIRONMENTS,
                        "vm:newest",
                        "bpfiterator.vm.memory",
                        "512",
                        "bpfiterator.timeout",
                        // Before the OOM killer acts, the guest reads the JVM's code from the host again and again.
                        "240",
                        "bpfiterator.agent.jvm",
                        "-Xmx2g"),
                selectClass(Fatal.TakesMemory.class));

        assertThat(failure(results.testEvents(), "allThereIs() [vm:newest]"))
                .hasMessageStartingWith("The agent in vm:newest was killed by the OOM killer (exit status 137). "
                        + "The guest has 512 MB. Raise bpfiterator.vm.memory");
    }

    @Test
    void a_killed_machine_is_reported() {
        CompletableFuture<EngineExecutionResults> results =
                CompletableFuture.supplyAsync(() -> run("vm:newest", selectClass(Fatal.Blocks.class)));
        await().atMost(Duration.ofSeconds(120))
                .until(() -> agentsMachines().findAny().isPresent());
        agentsMachines().forEach(ProcessHandle::destroyForcibly);

        assertThat(failure(results.join().testEvents(), "forEver() [vm:newest]"))
                .hasMessageContaining("QEMU was killed by signal 9");
    }

    private static EngineExecutionResults run(String environments, DiscoverySelector... selectors) {
        return Runs.with(Map.of(Runs.ENVIRONMENTS, environments, "bpfiterator.timeout", "120"), selectors);
    }

    private static DiscoverySelector only(String environment, Class<?> type) {
        return selectUniqueId(UniqueId.forEngine("bpf-iterator")
                .append("environment", environment)
                .append("class", type.getName()));
    }

    /** QEMU also runs to say its version, and to try KVM. */
    private static Stream<ProcessHandle> agentsMachines() {
        return machines().filter(machine -> Stream.of(machine.info().arguments().orElse(new String[0]))
                .anyMatch(argument -> argument.endsWith(",name=" + GuestScripts.AGENT)));
    }

    private static Stream<ProcessHandle> machines() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("qemu-system"));
    }
}
