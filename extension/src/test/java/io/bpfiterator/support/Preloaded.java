// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.io.IOException;
import java.nio.file.Path;

/** Builds the libraries that tests preload into a process. */
public final class Preloaded {

    private Preloaded() {}

    /** Compiles a resource of this package, {@code NAME.c}, in a directory. */
    public static Path library(String name, Path directory) throws IOException, InterruptedException {
        return CSource.build(Preloaded.class, name, directory, "-shared", "-fPIC");
    }
}
