// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The directories in which the runs of one scenario write, so that a census does not count those of others. */
record Place(Path root) implements AutoCloseable {

    /** A variable that all processes of these runs inherit. */
    static final String MARK = "KILLED_RUN";

    /** Creates the directories; the path is short, because there are sockets in them. */
    static Place create() throws IOException {
        Place place =
                new Place(Path.of("/tmp", "killed" + ProcessHandle.current().pid()));
        for (Path directory :
                List.of(place.root(), place.temporary(), place.runtime(), place.home(), place.cache(), place.work())) {
            Files.createDirectory(directory, ProcessDirectories.OWNER_ONLY);
        }
        Files.createDirectory(place.work().resolve("target"));
        return place;
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path runtime() {
        return root.resolve("run");
    }

    /** What libraries write to the user's cache directory. */
    Path home() {
        return root.resolve("home");
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** The working directory of the runs, as a build's. */
    Path work() {
        return root.resolve("work");
    }

    Path report() {
        return root.resolve("report");
    }

    /** Returns the variables for a run. The JVM that the harness starts on this machine inherits them, too. */
    Map<String, String> variables() {
        return Map.of(
                MARK,
                root.toString(),
                "XDG_RUNTIME_DIR",
                runtime().toString(),
                "XDG_CACHE_HOME",
                home().toString(),
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + temporary());
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(root);
    }
}
