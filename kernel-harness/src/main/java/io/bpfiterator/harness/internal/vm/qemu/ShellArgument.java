// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

/** Quotes arguments of shell commands, which QEMU and the guest's scripts run. */
public final class ShellArgument {

    private ShellArgument() {}

    /** Quotes an argument for a shell, whatever characters it has. */
    public static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
