package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/**
 * The port of this machine on which a debugger reaches a guest's JVM: QEMU listens on it, and a script in the guest
 * connects to the JVM.
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

    /**
     * Returns this port, or a free one if the number is 0.
     *
     * @throws EnvironmentException if the port is not free
     */
    public DebuggerPort choose() {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number));
            return new DebuggerPort(free.getLocalPort());
        } catch (IOException e) {
            throw Failure.failed("Cannot listen for a debugger on port " + number)
                    .because(e)
                    .remedy("Set " + VmSettings.DEBUG_PORT + " to another port, or remove it to use any free port")
                    .exception(EnvironmentException::new);
        }
    }

    public Port port() {
        return Port.listening(PORT_NAME, number);
    }

    /** Returns the launch of a JVM that waits for a debugger before it runs. */
    public static AgentLaunch waitingForDebugger(AgentLaunch launch) {
        return launch.with(List.of(JVM_ARGUMENT));
    }

    public String announcement(String environment) {
        return environment + ": attach a debugger to localhost:" + number
                + "; the tests wait for it, and all timeouts are disabled";
    }
}
