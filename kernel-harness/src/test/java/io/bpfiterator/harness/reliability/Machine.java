// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Describes the machine on which figures are measured, and how busy it is. */
final class Machine {

    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    static String description() throws IOException {
        return String.format(
                Locale.ROOT,
                "%d processors, %.0f GiB of memory, Linux %s, Java %s; load average %s",
                Runtime.getRuntime().availableProcessors(),
                ProcFile.kibibytes(Path.of("/proc/meminfo"), "MemTotal") / (1024.0 * 1024),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                Files.readString(LOAD).split(" ", 2)[0]);
    }
}
