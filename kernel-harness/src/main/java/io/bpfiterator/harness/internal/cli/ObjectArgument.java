// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.loading.ObjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The first argument of commands that read an object. */
final class ObjectArgument {

    @Parameters(
            index = "0",
            paramLabel = "OBJ",
            description = "A BPF object file, compiled with clang -O2 -g --target=bpf -c.")
    private Path path = Path.of("");

    Path path() {
        return path;
    }

    /**
     * Reads the object.
     *
     * @throws BpfException if there is no such file, or it is not an object
     */
    ObjectFile read() {
        if (path.toString().endsWith(".c") && Files.isRegularFile(path)) {
            throw Failure.invalid(path + " is a C source, not an object")
                    .remedy("Compile it first: bpf-iterator compile " + path + " --output "
                            + path.getFileName().toString().replaceFirst("c$", "o"))
                    .exception();
        }
        return ObjectFile.read(path);
    }
}
