// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the types of a kernel as a C header. */
@Command(
        name = "vmlinux",
        customSynopsis = "bpf-iterator vmlinux [KERNEL]",
        description = {
            "Print the types of the running kernel, or of KERNEL in a virtual machine, as C: the vmlinux.h with which C"
                    + " sources are compiled."
        })
final class VmlinuxCommand implements Callable<Integer> {

    /** The guest cannot write the cache of the host. */
    private static final String GUEST_CACHE = "-D" + ExtensionSettings.CACHE.key() + "=/tmp/cache";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KERNEL",
            description = "A kernel as in bpf-iterator shell; by default, the running kernel.")
    private String kernel = "";

    private final Output output;

    VmlinuxCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            if (!kernel.isEmpty()) {
                return new ProcessBuilder(OwnCommand.on(kernel, Optional.empty(), GUEST_CACHE, "vmlinux"))
                        .inheritIO()
                        .start()
                        .waitFor();
            }
            try (InputStream header = Files.newInputStream(new BpfCompiler().vmlinux())) {
                output.stream(header);
            }
            return ExitStatus.OK;
        } catch (IOException e) {
            throw Failure.failed("Cannot print the types of the kernel")
                    .because(e)
                    .exception();
        }
    }
}
