// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects the files and directories of this machine that a container shows at the same paths. */
final class Mounts {

    private final List<Bind> binds = new ArrayList<>();
    private final List<Path> readable = new ArrayList<>();

    Mounts(List<Bind> userland) {
        binds.addAll(userland);
        userland.forEach(bind -> readable.add(Path.of(bind.getVolume().getPath())));
    }

    /**
     * Adds a file or directory, read-only, if it exists and no added directory contains it. If its path contains a
     * link, adds the target too.
     */
    void readOnly(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        add(path.normalize());
        try {
            add(path.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path path) {
        // The root directory of a container is not the host's.
        if (path.getNameCount() > 0 && readable.stream().noneMatch(path::startsWith)) {
            readable.add(path);
            binds.add(bind(path, AccessMode.ro));
        }
    }

    /** Adds a writable directory, if it exists. */
    void writable(Path directory) {
        if (Files.isDirectory(directory)) {
            binds.add(bind(directory, AccessMode.rw));
        }
    }

    private static Bind bind(Path path, AccessMode mode) {
        return new Bind(path.toString(), new Volume(path.toString()), mode);
    }

    List<Bind> binds() {
        return List.copyOf(binds);
    }
}
