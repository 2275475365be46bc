package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.AgentLaunch;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/**
 * Where a debugger on this machine reaches a guest's JVM: QEMU listens, and a script in the guest calls the JVM.
 *
 * <p>Through a port like the agent's, and not a network: that would take modules, and a QEMU, that have one.
 *
 * @param number {@code debug.port}: 0 for any that is free
 */
record DebuggerPort(int number) {

    private static final String JVM_ARGUMENT =
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:5005";

    private static final String PORT_NAME = "debugger";

    /** Returns nothing unless {@code debug} is true. */
    static Optional<DebuggerPort> of(Settings settings) {
        DebuggerPort port = new DebuggerPort(settings.value(VmSettings.DEBUG_PORT));
        return settings.value(VmSettings.DEBUG) ? Optional.of(port) : Optional.empty();
    }

    /** Returns this port, or one that is free if it says none. */
    DebuggerPort choose() {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number));
            return new DebuggerPort(free.getLocalPort());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Port " + number + " for a debugger can't be had: " + e.getMessage() + "; give another with "
                            + VmSettings.DEBUG_PORT + ", or none, and each machine takes one that is free",
                    e);
        }
    }

    Port port() {
        return Port.listening(PORT_NAME, number);
    }

    /** Returns the launch of a JVM that waits for a debugger. */
    static AgentLaunch waitingForDebugger(AgentLaunch launch) {
        return launch.with(List.of(JVM_ARGUMENT));
    }

    String announcement(String environment) {
        return environment + ": attach a debugger to localhost:" + number
                + "; the tests wait for it, and nothing is ended for want of time";
    }
}
