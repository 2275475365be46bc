package io.bpfiterator.support;

import io.bpfiterator.internal.btf.KernelFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the running kernel refuse iterator targets for a process, as some kernels refuse them for all processes. The
 * system call is intercepted, so that libbpf, probes and all other code of the process see the same error.
 */
public final class RefusingKernel {

    private static final String SOURCE = "refusing_kernel.c";

    private RefusingKernel() {}

    /**
     * Returns the environment variables of a process for which the kernel refuses some targets.
     *
     * @param directory the directory for the preloaded library
     */
    public static Map<String, String> variables(Path directory, String... targets) throws Exception {
        Map<String, Integer> ids = KernelFeatures.ofKernel().iterators();
        String refused = Arrays.stream(targets)
                .filter(ids::containsKey)
                .map(target -> ids.get(target).toString())
                .collect(Collectors.joining(","));
        return Map.of("LD_PRELOAD", library(directory).toString(), "REFUSED_TARGETS", refused);
    }

    /** Returns a command that runs the command in its arguments on such a kernel. */
    public static List<String> command(Path directory, String... targets) throws Exception {
        List<String> command = new ArrayList<>(List.of("env"));
        variables(directory, targets).forEach((name, value) -> command.add(name + "=" + value));
        return List.copyOf(command);
    }

    private static Path library(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve(SOURCE);
        try (InputStream in = RefusingKernel.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, source);
        }
        Path library = directory.resolve("refusing_kernel.so");
        Process clang = new ProcessBuilder(
                        "clang",
                        "-O2",
                        "-Wall",
                        "-Werror",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(clang.getInputStream().readAllBytes());
        if (clang.waitFor() != 0) {
            throw new AssertionError("clang cannot build " + SOURCE + ": " + output);
        }
        return library;
    }
}
