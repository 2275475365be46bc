// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a QEMU program. */
public record QemuVersion(int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");
    private static final QemuVersion UNKNOWN = new QemuVersion(0, 0);

    /**
     * Runs a program to determine its version.
     *
     * @throws EnvironmentException if the program cannot be run
     */
    public static QemuVersion of(Path program) {
        try {
            return parse(Programs.output(program.toString(), "--version"));
        } catch (IOException e) {
            throw Failure.absent("Cannot determine the version of QEMU")
                    .because(e)
                    .remedy("Name another QEMU with " + VmSettings.QEMU)
                    .exception(EnvironmentException::new);
        }
    }

    /** Parses the output of {@code --version}; a version that is not recognized counts as older than any other. */
    static QemuVersion parse(String output) {
        Matcher version = VERSION.matcher(output);
        return version.find()
                ? new QemuVersion(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))
                : UNKNOWN;
    }

    /**
     * Returns whether this QEMU can safely emulate each processor on its own thread (multi-threaded TCG).
     *
     * <p>Linux patches its own code, and puts a breakpoint there while the patch is incomplete. Before 8.1, QEMU could
     * translate such code on one processor while another processor wrote the rest of it, and then executed the
     * breakpoint for ever: the kernel panics with "Oops: int3". Since 8.1, QEMU locks a page before it translates it
     * (commit deba78709ae8, "accel/tcg: Always lock pages before translation").
     */
    boolean supportsMultiThreadedTcg() {
        return major > 8 || major == 8 && minor >= 1;
    }

    /** Returns {@code version 10.0} or {@code version 7.2 (single-threaded TCG)}. */
    public String description() {
        return (equals(UNKNOWN) ? "unknown version" : "version " + major + "." + minor)
                + (supportsMultiThreadedTcg() ? "" : " (single-threaded TCG)");
    }
}
