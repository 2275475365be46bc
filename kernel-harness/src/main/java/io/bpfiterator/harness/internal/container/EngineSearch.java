// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.RequiredLibrary;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Searches this machine for a container engine: at the address that a setting gives, or else where Testcontainers looks
 * for Docker, and then at podman's Docker-compatible sockets.
 *
 * <p>Only Unix sockets are accepted, because an engine on another machine has another kernel and other files.
 */
final class EngineSearch {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String ROOT = "root";

    /** The messages of Java's exceptions for EACCES and EPERM. */
    private static final List<String> NOT_PERMITTED = List.of("Permission denied", "Operation not permitted");

    private final Duration timeout;
    private final List<String> rejected = new ArrayList<>();
    private boolean notPermitted;
    private boolean rootless;

    private EngineSearch(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Returns the first engine that responds.
     *
     * @param name {@code docker}, {@code podman} or a URI; empty for any engine
     * @throws EnvironmentException if no engine responds
     */
    static Engine find(Optional<String> name) {
        return find(name, TIMEOUT);
    }

    /** Returns the first engine that responds within a time. */
    static Engine find(Optional<String> name, Duration timeout) {
        RequiredLibrary.ofMajor("Testcontainers", TestcontainersConfiguration.class, "2")
                .problem()
                .ifPresent(problem -> {
                    throw problem.exception(EnvironmentException::new);
                });
        Slf4j.quieten();
        Found found = new EngineSearch(timeout).findFirst(candidates(name.orElse("any")));
        return new Engine(
                found.server().product(),
                found.server().version(),
                DockerClientProviderStrategy.getClientForConfig(
                        TransportConfig.builder().dockerHost(found.uri()).build()));
    }

    /**
     * Returns the product and the version of an engine at a default address. Unlike {@link #find}, it does not require
     * Testcontainers.
     *
     * @throws EnvironmentException if no engine responds
     */
    static String findDefault() {
        Stream<String> named = Stream.ofNullable(System.getenv("DOCKER_HOST")).filter(address -> !address.isBlank());
        Found found = new EngineSearch(TIMEOUT)
                .findFirst(Stream.of(named, dockerSockets(), podman())
                        .flatMap(addresses -> addresses)
                        .toList());
        return found.server().product() + " " + found.server().version();
    }

    /** Holds the address and the identity of a usable engine. */
    private record Found(URI uri, EngineSocket.Server server) {}

    private static List<String> candidates(String name) {
        return switch (name) {
            case "any" -> Stream.concat(docker(), podman()).toList();
            case "docker" -> docker().toList();
            case "podman" -> podman().toList();
            default -> List.of(name);
        };
    }

    /** Lists DOCKER_HOST and its counterparts in {@code ~/.testcontainers.properties} first, as Testcontainers does. */
    private static Stream<String> docker() {
        TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
        Stream<String> configured = Stream.of(
                        configuration.getEnvVarOrUserProperty("tc.host", ""),
                        configuration.getEnvVarOrUserProperty("docker.host", ""))
                .filter(address -> !address.isBlank());
        return Stream.concat(configured, dockerSockets());
    }

    private static Stream<String> dockerSockets() {
        return Stream.of(
                        Optional.of(Path.of("/var/run/docker.sock")),
                        runtimeDirectory().map(directory -> directory.resolve("docker.sock")),
                        // Java's home directory of a user without an entry in /etc/passwd is "?".
                        Optional.of(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"))
                                .filter(Path::isAbsolute))
                .flatMap(Optional::stream)
                .map(path -> "unix://" + path);
    }

    private static Stream<String> podman() {
        return Stream.of(
                        Optional.of(Path.of("/run/podman/podman.sock")),
                        runtimeDirectory().map(directory -> directory.resolve("podman/podman.sock")))
                .flatMap(Optional::stream)
                .map(path -> "unix://" + path);
    }

    private static Optional<Path> runtimeDirectory() {
        return Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                .filter(directory -> !directory.isBlank())
                .map(Path::of);
    }

    private Found findFirst(List<String> addresses) {
        for (String address : addresses) {
            Optional<Found> found = probe(address);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw failure().exception(EnvironmentException::new);
    }

    private Failure failure() {
        String reasons = String.join("; ", rejected);
        if (notPermitted) {
            return Failure.notPermitted("Cannot connect to a container engine")
                    .because(reasons)
                    .remedy("Run as root, or for Docker add yourself to its group (sudo usermod -aG docker \"$USER\")"
                            + " and log in again");
        }
        if (rootless) {
            return Failure.absent("Cannot find a container engine that runs as root")
                    .because(reasons + ". The kernel does not let containers of a rootless engine load BPF programs")
                    .remedy("Start one as root (systemctl start docker, or systemctl start podman.socket), or set its"
                            + " socket with " + ContainerParameters.ENGINE);
        }
        return Failure.absent("Cannot find a container engine")
                .because(reasons)
                .remedy("Start one (systemctl start docker, or systemctl start podman.socket), install one (Debian,"
                        + " Ubuntu: apt-get install podman; Fedora: dnf install podman), or set its socket with "
                        + ContainerParameters.ENGINE);
    }

    private Optional<Found> probe(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return reject(address, "is not a URI");
        }
        if (!"unix".equals(uri.getScheme()) || uri.getPath() == null) {
            return reject(
                    address, "is not a Unix socket on this machine, whose kernel and files a container must share");
        }
        Path socket = Path.of(uri.getPath());
        // In a directory that this user may not search, neither exists() nor notExists() is true: connecting decides.
        if (Files.notExists(socket)) {
            return reject(socket, "does not exist");
        }
        return query(socket).flatMap(response -> engine(uri, socket, response));
    }

    private Optional<EngineSocket> query(Path socket) {
        ExecutorService executor = Executors.newSingleThreadExecutor(EngineSearch::daemon);
        try {
            return Optional.of(
                    executor.submit(() -> EngineSocket.query(socket)).get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return reject(socket, "does not respond within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            String message =
                    String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage());
            notPermitted |= NOT_PERMITTED.contains(message);
            return reject(socket, "is not reachable (" + message + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while searching for a container engine")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bpf-iterator-engine");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<Found> engine(URI uri, Path socket, EngineSocket response) {
        if (response.server().isEmpty()) {
            return reject(socket, "does not belong to a container engine");
        }
        if (!response.user().equals(ROOT)) {
            rootless = true;
            return reject(socket, "belongs to a rootless engine of the user " + response.user());
        }
        return response.server().map(server -> new Found(uri, server));
    }

    private <T> Optional<T> reject(Object address, String reason) {
        rejected.add(address + " " + reason);
        return Optional.empty();
    }
}
