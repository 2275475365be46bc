// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.btf.KernelFeatures;
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
        return Map.of(
                "LD_PRELOAD", Preloaded.library("refusing_kernel", directory).toString(), "REFUSED_TARGETS", refused);
    }

    /** Returns a command that runs the command in its arguments on such a kernel. */
    public static List<String> command(Path directory, String... targets) throws Exception {
        List<String> command = new ArrayList<>(List.of("env"));
        variables(directory, targets).forEach((name, value) -> command.add(name + "=" + value));
        return List.copyOf(command);
    }
}
