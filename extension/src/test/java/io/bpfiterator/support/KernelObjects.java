// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.Libbpf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntBiFunction;

/** The ids of all programs, maps and links in the kernel, the mounts, and the BPF descriptors of this process. */
public record KernelObjects(Set<String> all) {

    /** The trace buffer for bpf_printk belongs to the JVM. */
    private static final String TRACE_BUFFER = "/trace_pipe";

    /** The directories of {@code scripts/engine}. */
    private static final String CONTAINER_ENGINE = "/bpf-iterator-engine.";

    /** In seconds. A run with many leaks, such as that of scripts/mutation, waits less for each. */
    private static final Duration FREED_WITHIN = Duration.ofSeconds(Integer.getInteger("tests.freed.within", 10));

    public static KernelObjects now() {
        Libbpf libbpf = Libbpf.libbpf();
        Set<String> all = new TreeSet<>();
        ids(libbpf::bpf_prog_get_next_id).forEach(id -> all.add("program " + id));
        ids(libbpf::bpf_map_get_next_id).forEach(id -> all.add("map " + id));
        ids(libbpf::bpf_link_get_next_id).forEach(id -> all.add("link " + id));
        mounts().forEach(mount -> all.add("mount " + mount));
        return new KernelObjects(all);
    }

    /**
     * Returns the objects added since then. Waits until the kernel has freed released objects, by default for up to ten
     * seconds.
     */
    public Set<String> addedSince() throws InterruptedException {
        long deadline = System.nanoTime() + FREED_WITHIN.toNanos();
        Set<String> added = difference();
        while (!added.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
            added = difference();
        }
        return added;
    }

    private Set<String> difference() {
        Set<String> added = new TreeSet<>(now().all);
        added.removeAll(all);
        return added;
    }

    /** Returns descriptions of this process's descriptors of BPF objects and bpffs. */
    public static List<String> openDescriptors() {
        List<String> found = new ArrayList<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                target(descriptor)
                        .filter(target -> target.contains("bpf") && !target.contains("."))
                        .filter(target -> !target.endsWith(TRACE_BUFFER))
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Reads a link; another thread may close the descriptor concurrently. */
    private static Optional<String> target(Path descriptor) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns all mounts except those of a container engine, which another test may use at the same time. */
    static List<String> mounts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .filter(mount -> !mount.contains(CONTAINER_ENGINE))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> ids(ToIntBiFunction<Integer, IntByReference> next) {
        List<Integer> ids = new ArrayList<>();
        IntByReference id = new IntByReference(0);
        while (next.applyAsInt(id.getValue(), id) == 0) {
            ids.add(id.getValue());
        }
        return ids;
    }
}
