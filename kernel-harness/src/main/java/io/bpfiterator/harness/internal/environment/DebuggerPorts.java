// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses agents that listen for a debugger. Every user of this machine can connect to the port of such a JVM, and then
 * run code as the user who runs the tests; the JDK has no way to restrict the port to a user.
 */
final class DebuggerPorts {

    /** An argument for the JDK's debugger agent that makes it listen; by default, it connects. */
    private static final Pattern LISTENING = Pattern.compile("(-agentlib:jdwp=|-Xrunjdwp:)(.*,)?server=y(,.*)?");

    private DebuggerPorts() {}

    /**
     * Checks the arguments of an agent's JVM.
     *
     * @throws EnvironmentException if one of them opens a port for debuggers
     */
    static void refuse(List<String> jvmArguments) {
        for (String argument : jvmArguments) {
            if (LISTENING.matcher(argument).matches()) {
                throw Failure.invalid("Cannot start a JVM with " + argument + " in " + HarnessSettings.AGENT_JVM)
                        .because("every user of this machine could connect to its port, and run code as this user")
                        .remedy("Let the debugger listen and the JVM connect to it, with"
                                + " -agentlib:jdwp=transport=dt_socket,server=n,address=localhost:PORT. For virtual"
                                + " machines, set bpfiterator.vm.debug=true instead")
                        .exception(EnvironmentException::new);
            }
        }
    }
}
