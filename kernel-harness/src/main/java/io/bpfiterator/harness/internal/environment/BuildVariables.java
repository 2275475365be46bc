// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment variables of this JVM that an agent gets. The exceptions are exact names: any other name may be one
 * that the tests read.
 */
final class BuildVariables {

    /** Variables that add arguments to each JVM. An agent gets the arguments themselves, as far as it needs them. */
    static final Set<String> OF_JVMS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Variables that describe this machine or the user's session, which an environment has of its own or lacks. */
    private static final Set<String> OF_THIS_MACHINE = Set.of(
            "DBUS_SESSION_BUS_ADDRESS",
            "DISPLAY",
            "HOME",
            "HOSTNAME",
            "JAVA_HOME",
            // A library below /tmp or /run is not in a guest, and the loader would report that to each program.
            "LD_AUDIT",
            "LD_PRELOAD",
            "LOGNAME",
            "OLDPWD",
            "PATH",
            "PWD",
            "SHELL",
            "SHLVL",
            "SSH_AUTH_SOCK",
            "TEMP",
            "TERM",
            "TMP",
            "TMPDIR",
            "USER",
            "WAYLAND_DISPLAY",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            "XDG_STATE_HOME",
            "_");

    private BuildVariables() {}

    /** Returns the variables that an agent gets, in order; without those whose names a shell cannot export. */
    static Map<String, String> of(Map<String, String> variables) {
        Map<String, String> inherited = new TreeMap<>(variables);
        inherited.keySet().removeAll(OF_JVMS);
        inherited.keySet().removeAll(OF_THIS_MACHINE);
        inherited.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
        return inherited;
    }
}
