// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compiles a BPF program as the annotation does. */
@Command(
        name = "compile",
        customSynopsis = "bpf-iterator compile SOURCE --output OBJ",
        description = {
            "Compile SOURCE with the flags, the headers and the cache that tests use for C sources, vmlinux.h included."
                    + " The settings bpfiterator.clang and bpfiterator.clang.flags apply."
        })
final class CompileCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "SOURCE", description = "A C source, such as task.bpf.c.")
    private Path source = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OBJ",
            required = true,
            description = "The object file to write, such as task.bpf.o.")
    private Path object = Path.of("");

    @Override
    public void run() {
        byte[] compiled = new BpfCompiler().compile(source);
        try {
            Files.write(object, compiled);
        } catch (IOException e) {
            throw Failure.failed("Cannot write " + object)
                    .because(e)
                    .remedy("Check that its directory exists and is writable")
                    .exception();
        }
    }
}
