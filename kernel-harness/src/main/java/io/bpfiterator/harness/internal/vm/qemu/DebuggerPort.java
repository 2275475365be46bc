// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port of this machine on which a debugger reaches a guest's JVM: a {@link DebuggerRelay} listens on it and
 * connects to QEMU, and a script in the guest connects to the JVM.
 *
 * <p>The guest side is a virtio port, like the agent's, and not a network, which would require more kernel modules and
 * a QEMU with network support.
 *
 * @param number the value of {@link VmSettings#DEBUG_PORT}; 0 for any free port
 */
public record DebuggerPort(int number) {

    private static final String JVM_ARGUMENT =
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:5005";

    private static final String PORT_NAME = "debugger";

    /** Returns the port if {@link VmSettings#DEBUG} is true, otherwise nothing. */
    public static Optional<DebuggerPort> of(Settings settings) {
        DebuggerPort port = new DebuggerPort(settings.value(VmSettings.DEBUG_PORT));
        return settings.value(VmSettings.DEBUG) ? Optional.of(port) : Optional.empty();
    }

    /** Returns the guest's port, for which QEMU listens in the run's directory. */
    public static Port port(Path directory) {
        return Port.listening(PORT_NAME, socket(directory));
    }

    /**
     * Listens for debuggers, and says on which port.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if the port is not free
     */
    public DebuggerRelay listen(String environment, Path directory, Consumer<String> progress) {
        DebuggerRelay relay = DebuggerRelay.listen(
                number, socket(directory), refusal -> progress.accept(environment + ": " + refusal));
        progress.accept(environment + ": attach a debugger to localhost:" + relay.port()
                + "; the tests wait for it, and all timeouts are disabled");
        return relay;
    }

    private static Path socket(Path directory) {
        return directory.resolve("debug.sock");
    }

    /** Returns the launch of a JVM that waits for a debugger before it runs. */
    public static AgentLaunch waitingForDebugger(AgentLaunch launch) {
        return launch.with(List.of(JVM_ARGUMENT));
    }
}
