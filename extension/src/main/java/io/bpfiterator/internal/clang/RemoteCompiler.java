// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import java.nio.file.Path;
import java.util.Optional;

/** Compiles C sources for this JVM where that is faster, such as on the host of a virtual machine. */
@FunctionalInterface
public interface RemoteCompiler {

    /** Returns the object of a source for the kernel of this JVM; empty if it cannot be compiled there. */
    Optional<byte[]> compile(Path source);
}
