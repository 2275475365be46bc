// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.loading.ObjectFile;
import java.nio.file.Path;

/** The compiled BPF programs of these tests. */
public final class Objects {

    private Objects() {}

    public static ObjectFile file(String name) {
        return ObjectFile.read(Path.of("target/test-classes", name + ".bpf.o"));
    }
}
