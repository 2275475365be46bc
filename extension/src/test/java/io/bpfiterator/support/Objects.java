package io.bpfiterator.support;

import io.bpfiterator.object.BpfObjectFile;
import java.nio.file.Path;

/** The compiled BPF programs of these tests. */
public final class Objects {

    private Objects() {}

    public static BpfObjectFile file(String name) {
        return BpfObjectFile.read(Path.of("target/test-classes", name + ".bpf.o"));
    }
}
