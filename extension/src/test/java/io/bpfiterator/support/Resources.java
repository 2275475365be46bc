// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process has open: its descriptors, the mounts that it sees, and the library's directories for it in
 * {@code /tmp}. All of it is gone when it is closed, unlike {@link KernelObjects}.
 */
public record Resources(List<String> all) {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final int ATTEMPTS = 5;
    private static final int PAUSE_MILLIS = 20;
    private static final String PREFIX =
            "bpf-iterator-" + ProcessIdentity.current().text() + "-";

    public static Resources now() {
        List<String> all = new ArrayList<>();
        try {
            addDescriptors(all);
            all.addAll(KernelObjects.mounts());
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(TEMPORARY, PREFIX + "*")) {
                directories.forEach(directory -> all.add(directory.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Resources(all);
    }

    /** Returns what was added since then, and is not removed soon: the JVM itself opens files for a moment. */
    public List<String> addedSince() throws InterruptedException {
        List<String> added = difference();
        for (int i = 0; i < ATTEMPTS && !added.isEmpty(); i++) {
            Thread.sleep(PAUSE_MILLIS);
            added = difference();
        }
        return added;
    }

    private List<String> difference() {
        List<String> added = new ArrayList<>(now().all);
        all.forEach(added::remove);
        return added;
    }

    /** Adds the descriptors but those of the class path, whose archives the JVM opens at any time. */
    private static void addDescriptors(List<String> all) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (!target.endsWith(".jar") && !target.endsWith("/fd")) {
                        all.add(target);
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
    }
}
