// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import io.bpfiterator.harness.internal.kernel.FakeMirror;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.files.FileTree;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the JVMs of one scenario, with what they require. */
final class Rig implements AutoCloseable {

    private static final String FETCH = "io.bpfiterator.harness.internal.kernel.FetchMain";

    private static final Path BPFFS = Path.of("/sys/fs/bpf");

    private static final String SOURCE = """
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>

            SEC("iter/task") int killed_source(struct bpf_iter__task *ctx)
            {
                return 0;
            }

            char LICENSE[] SEC("license") = "GPL";
            """;

    private static final List<String> JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    /** The census cannot tell the objects in the kernel of two rigs apart. */
    private static final Path LOCK = Path.of("/tmp/bpf-iterator-killed.lock");

    private final Scenario scenario;
    private final Place place;
    private final FileChannel lock;

    /** Keeps the mount namespace with a bpffs at /sys/fs/bpf in which the JVMs of a scenario run. */
    private final List<Process> holder = new ArrayList<>();

    private final List<FakeMirror> mirror = new ArrayList<>();

    private Rig(Scenario scenario, Place place, FileChannel lock) {
        this.scenario = scenario;
        this.place = place;
        this.lock = lock;
    }

    static Rig of(Scenario scenario) throws IOException {
        FileChannel lock =
                FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Rig rig = new Rig(scenario, Place.create(), lock);
        try {
            lock.lock();
            rig.prepare();
            return rig;
        } catch (IOException | RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private void prepare() throws IOException {
        switch (scenario) {
            case DIRECTORY -> holder.add(holdNamespace());
            case MACHINE, SNAPSHOT -> copyKernel();
            case FETCH -> startMirror();
            case COMPILE -> Files.writeString(source(), SOURCE);
            default -> {}
        }
    }

    private static Process holdNamespace() throws IOException {
        String script = "mount -t bpf bpf " + BPFFS + " && echo mounted && exec sleep infinity";
        Process process = new ProcessBuilder("unshare", "--mount", "sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"mounted".equals(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine())) {
            throw new IOException("cannot mount a bpffs in a mount namespace");
        }
        return process;
    }

    /** Takes the kernel from this user's cache, so that no scenario but one fetches it. */
    private void copyKernel() throws IOException {
        Path from = CacheDirectory.path().resolve("kernels");
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, place.cache().resolve("kernels").resolve(from.relativize(file)));
            }
        }
    }

    private void startMirror() throws IOException {
        FakeMirror started = new FakeMirror(FakeMirror.architecture());
        mirror.add(started);
        String kernel = started.kernel("7.3.4+deb13", "", "7.3.4-1");
        started.metapackage("linux-image-", "7.3.4-1", kernel);
        started.slowDown(1000);
        started.etc(place.root().resolve("etc"));
    }

    private Path source() {
        return place.root().resolve("source.bpf.c");
    }

    Census census() {
        Path root = holder.isEmpty()
                ? Path.of("/")
                : Path.of("/proc", Long.toString(holder.get(0).pid()), "root");
        return new Census(place, root, scenario);
    }

    /** Removes what an earlier run has cached, if the scenario is that it is made. */
    void reset() throws IOException {
        List<String> made =
                switch (scenario) {
                    case SNAPSHOT -> List.of("snapshots");
                    case FETCH -> List.of("kernels");
                    case COMPILE -> List.of("objects", "vmlinux");
                    default -> List.<String>of();
                };
        for (String name : made) {
            FileTree.delete(place.cache().resolve(name));
        }
    }

    /** Starts a run. The process is the JVM itself. */
    Process start() throws IOException {
        List<String> command = new ArrayList<>();
        for (Process process : holder) {
            command.addAll(List.of("nsenter", "--mount=/proc/" + process.pid() + "/ns/mnt"));
            command.addAll(
                    List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", place.work().toString()));
        }
        command.addAll(scenario.wrapper());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-Dbpfiterator.cache=" + place.cache(), "-cp", System.getProperty("java.class.path")));
        command.addAll(main());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.work().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output().toFile());
        builder.environment().putAll(place.variables());
        return builder.start();
    }

    private List<String> main() {
        String harness = KilledMain.class.getName();
        return switch (scenario) {
            case FETCH ->
                List.of(
                        FETCH,
                        place.cache().resolve("kernels").toString(),
                        "newest",
                        place.root().resolve("etc").toString());
            case COMPILE -> List.of(harness, "compile", source().toString());
            default ->
                List.of(
                        harness,
                        "run",
                        scenario.environment(),
                        place.report().toString(),
                        Boolean.toString(scenario != Scenario.DIRECTORY));
        };
    }

    private Path output() {
        return place.root().resolve("output");
    }

    /** Runs to the end. */
    void complete() throws IOException, InterruptedException {
        requireSuccess(start());
    }

    /** Waits for the end of a run, which must not be killed. */
    void requireSuccess(Process process) throws IOException, InterruptedException {
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(scenario.title() + ": exit status " + status + ": " + Files.readString(output()));
        }
    }

    /** Returns whether the run is in the phase to kill. */
    boolean isInPhase() throws IOException {
        if (scenario.phase().isEmpty()) {
            return true;
        }
        Path pattern = place.cache().resolve(scenario.phase());
        if (!Files.isDirectory(pattern.getParent())) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                pattern.getParent(), pattern.getFileName().toString())) {
            return found.iterator().hasNext();
        }
    }

    @Override
    public void close() throws IOException {
        mirror.forEach(FakeMirror::close);
        holder.forEach(process -> process.destroyForcibly().onExit().join());
        place.close();
        lock.close();
    }
}
