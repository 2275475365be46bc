package io.bpfiterator.harness.container;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files and directories of this machine that a container shows under their own names. */
final class Mounts {

    private final List<Bind> binds = new ArrayList<>();
    private final List<Path> readable = new ArrayList<>();

    Mounts(List<Bind> userland) {
        binds.addAll(userland);
        userland.forEach(bind -> readable.add(Path.of(bind.getVolume().getPath())));
    }

    /**
     * Shows a file or directory, if there is one, unless one that it lies in is shown already. Where a link on the way
     * leads elsewhere, what it leads to is shown, too.
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
        // A container's root is its own.
        if (path.getNameCount() > 0 && readable.stream().noneMatch(path::startsWith)) {
            readable.add(path);
            binds.add(bind(path, AccessMode.ro));
        }
    }

    /** Shows a directory, if there is one, so that it can be written to. */
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
