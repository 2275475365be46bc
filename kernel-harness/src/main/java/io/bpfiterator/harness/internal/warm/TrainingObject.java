// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import io.bpfiterator.internal.clang.BpfCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The BPF object that a training run loads. */
public final class TrainingObject {

    private static final String SOURCE = "training.bpf.c";

    private TrainingObject() {}

    /** Compiles the object from a copy of its source, in a directory. */
    public static byte[] compile(Path directory) throws IOException {
        Path source = directory.resolve(SOURCE);
        try (InputStream in = Objects.requireNonNull(TrainingObject.class.getResourceAsStream(SOURCE))) {
            Files.copy(in, source);
        }
        return new BpfCompiler().compile(source);
    }
}
