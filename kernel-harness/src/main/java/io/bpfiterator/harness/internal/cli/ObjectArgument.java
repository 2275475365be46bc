// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.loading.ObjectFile;
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

    ObjectFile read() {
        return ObjectFile.read(path);
    }
}
