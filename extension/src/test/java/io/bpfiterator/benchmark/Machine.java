// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.internal.libbpf.Libbpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a run was measured on. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        Libbpf libbpf = Libbpf.libbpf();
        return String.join(
                        ", ",
                        processor() + " (" + Runtime.getRuntime().availableProcessors() + " processors)",
                        "Linux " + System.getProperty("os.version"),
                        "JDK " + Runtime.version(),
                        "libbpf " + libbpf.libbpf_major_version() + "." + libbpf.libbpf_minor_version(),
                        version("bpftool", "version").replace("bpftool v", "bpftool "),
                        version("clang", "--version"))
                + ".\n";
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /** Returns the first line that a program prints. */
    private static String version(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Optional<String> first = process.inputReader().lines().findFirst();
            return first.orElse(command[0] + " without a version");
        } catch (IOException e) {
            return "no " + command[0];
        }
    }
}
