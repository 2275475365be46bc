// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.internal.vm.settings.WarmMode;
import io.bpfiterator.harness.internal.vm.snapshot.WarmSnapshot;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes the snapshots that a run lacked, in a process with the lowest priority that starts when this JVM exits: during
 * the run, it would take the processor from the tests.
 */
public final class WarmProcess {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.internal.vm.WarmMain";

    /** The requests of this JVM, by environment. */
    private static final Map<String, WarmRequest> REQUESTS = new TreeMap<>();

    private WarmProcess() {}

    /**
     * Takes a snapshot when this JVM exits.
     *
     * @param progress receives a line that says so, once for each environment
     */
    public static synchronized void request(WarmRequest request, WarmMode mode, Consumer<String> progress) {
        if (REQUESTS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run(mode, progress), "bpf-iterator warm snapshots"));
        }
        if (REQUESTS.put(request.environment(), request) == null) {
            progress.accept(request.environment()
                    + ": no snapshot of a warm machine exists yet; "
                    + (mode == WarmMode.WAIT
                            ? "taking it at the end of this run takes"
                            : "a process in the background takes it after this run, in")
                    + " one to two minutes, and later runs start within seconds (" + VmSettings.WARM.key()
                    + " = off disables it)");
        }
    }

    private static synchronized void run(WarmMode mode, Consumer<String> progress) {
        try {
            Process process = start();
            if (mode == WarmMode.WAIT) {
                process.waitFor();
            }
        } catch (IOException e) {
            progress.accept("Cannot take snapshots of virtual machines: " + CauseText.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process start() throws IOException {
        Path directory = WarmSnapshot.createProcessDirectory();
        WarmRequest first = REQUESTS.values().iterator().next();
        // A session of its own: a terminal or a build tool that ends this JVM's does not end it.
        List<String> command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.add("-D" + ExtensionSettings.CACHE.key() + "=" + CacheDirectory.path());
        command.addAll(List.of("-classpath", String.join(File.pathSeparator, first.classPath()), MAIN_CLASS));
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try (var requests = process.getOutputStream()) {
            requests.write(REQUESTS.values().stream()
                    .map(WarmRequest::toJson)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }
}
