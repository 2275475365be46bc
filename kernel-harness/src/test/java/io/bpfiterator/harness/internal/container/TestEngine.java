// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.Container;
import io.bpfiterator.internal.files.SearchPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An engine for the tests, which starts at its first use, and ends with this JVM even if that is killed. */
public enum TestEngine {
    PODMAN("privileged", "podman"),
    /** Older versions cannot start a privileged container on a machine without CAP_SYS_RESOURCE. */
    DOCKER("capabilities", "docker");

    private final String privileges;
    private final String command;
    private Process script;
    private String address;

    TestEngine(String privileges, String command) {
        this.privileges = privileges;
        this.command = command;
    }

    /** Returns podman, which the tests require, and Docker if it is installed. */
    static List<TestEngine> here() {
        return SearchPath.find("dockerd").isPresent() ? List.of(PODMAN, DOCKER) : List.of(PODMAN);
    }

    /** Returns privileges that this engine can grant on any machine. */
    String privileges() {
        return privileges;
    }

    String command() {
        return command;
    }

    /** Returns the ids of all its containers. */
    List<String> containers() {
        try (Engine engine = EngineSearch.find(Optional.of(address()))) {
            return engine.client().listContainersCmd().withShowAll(true).exec().stream()
                    .map(Container::getId)
                    .toList();
        }
    }

    /** Returns the URI of its socket. */
    public synchronized String address() {
        if (address == null) {
            start();
        }
        return address;
    }

    private void start() {
        try {
            script = new ProcessBuilder("sh", scriptFile().toString())
                    .directory(Path.of("").toAbsolutePath().getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            BufferedReader output = new BufferedReader(new InputStreamReader(script.getInputStream()));
            String line = output.readLine();
            if (line == null || !line.startsWith("unix://")) {
                throw new AssertionError(command + " cannot be started: " + line + "\n"
                        + String.join("\n", output.lines().toList()));
            }
            address = line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path scriptFile() {
        return Path.of("src/test/resources/io/bpfiterator/harness/internal/container", command)
                .toAbsolutePath();
    }

    private void stop() {
        try {
            script.getOutputStream().close();
            script.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
