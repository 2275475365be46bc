// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.namespace.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The network namespaces that threads and descriptors of this process keep alive, except the calling thread's. */
public final class NetworkNamespaces {

    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    private NetworkNamespaces() {}

    /** Returns the namespaces as {@code net:[INODE]}. Waits for up to ten seconds until threads that end have left. */
    public static Set<String> others() throws InterruptedException {
        long deadline = System.nanoTime() + LEAVE_TIMEOUT.toNanos();
        Set<String> others = now();
        while (!others.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
            others = now();
        }
        return others;
    }

    private static Set<String> now() {
        Set<String> found = new TreeSet<>();
        targets(Path.of("/proc/self/task"), "ns/net").forEach(found::add);
        found.remove("net:[" + NetworkNamespace.currentInode() + "]");
        targets(Path.of("/proc/self/fd"), "")
                .filter(target -> target.startsWith("net:"))
                .forEach(target -> found.add("descriptor of " + target));
        return found;
    }

    /** Reads a link in each entry of a directory; threads may end and descriptors be closed concurrently. */
    private static Stream<String> targets(Path directory, String link) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.resolve(link)).toList().stream().flatMap(NetworkNamespaces::target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> target(Path link) {
        try {
            return Stream.of(Files.readSymbolicLink(link).toString());
        } catch (FileSystemException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
