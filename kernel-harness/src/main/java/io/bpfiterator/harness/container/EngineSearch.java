package io.bpfiterator.harness.container;

import io.bpfiterator.harness.EnvironmentException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * Looks for a container engine on this machine: the one that is named, else where Testcontainers looks for Docker, else at
 * podman's Docker-compatible sockets.
 *
 * <p>Only unix sockets will do: an engine on another machine has another kernel and other files.
 */
final class EngineSearch {

    private static final int TIMEOUT_SECONDS = 10;
    private static final String ROOT = "root";

    /** How the kernel's words for EACCES and EPERM appear in Java's exceptions. */
    private static final List<String> NOT_PERMITTED = List.of("Permission denied", "Operation not permitted");

    private final List<String> found = new ArrayList<>();
    private boolean forbidden;
    private boolean rootless;

    private EngineSearch() {}

    /**
     * Returns the first engine that answers.
     *
     * @param name {@code docker}, {@code podman} or a URI; nothing for any engine
     * @throws EnvironmentException if none does
     */
    static Engine find(Optional<String> name) {
        Slf4j.quieten();
        Answer answer = new EngineSearch().first(candidates(name.orElse("any")));
        return new Engine(
                answer.server().product(),
                answer.server().version(),
                DockerClientProviderStrategy.getClientForConfig(
                        TransportConfig.builder().dockerHost(answer.uri()).build()));
    }

    /**
     * Returns the product and the version of an engine in one of the usual places, without any of the classes that it takes to
     * use it.
     *
     * @throws EnvironmentException if none answers
     */
    static String inUsualPlaces() {
        Stream<String> named = Stream.ofNullable(System.getenv("DOCKER_HOST")).filter(address -> !address.isBlank());
        Answer answer = new EngineSearch()
                .first(Stream.of(named, dockerSockets(), podman())
                        .flatMap(addresses -> addresses)
                        .toList());
        return answer.server().product() + " " + answer.server().version();
    }

    /** An engine that can be used. */
    private record Answer(URI uri, EngineSocket.Server server) {}

    private static List<String> candidates(String name) {
        return switch (name) {
            case "any" -> Stream.concat(docker(), podman()).toList();
            case "docker" -> docker().toList();
            case "podman" -> podman().toList();
            default -> List.of(name);
        };
    }

    /** DOCKER_HOST and its counterparts in {@code ~/.testcontainers.properties} come first, as in Testcontainers. */
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
                        // Of a user that the system has no entry for, the home directory is "?".
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

    private Answer first(List<String> addresses) {
        for (String address : addresses) {
            Optional<Answer> answer = at(address);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw EnvironmentException.unavailable(explanation(String.join("; ", found)), 0, "");
    }

    private String explanation(String places) {
        if (forbidden) {
            return "No privilege to talk to a container engine (" + places
                    + "); run as root, or for Docker add yourself to"
                    + " its group (sudo usermod -aG docker \"$USER\") and log in again";
        }
        if (rootless) {
            return "No container engine of root's answers (" + places
                    + "), and the kernel lets no container of a rootless"
                    + " one load BPF programs; start one as root (systemctl start docker, or systemctl start"
                    + " podman.socket), or name its socket with " + ContainerParameters.ENGINE;
        }
        return "No container engine answers (" + places + "); start one (systemctl start docker, or systemctl start"
                + " podman.socket), install one (Debian, Ubuntu: apt-get install podman; Fedora: dnf install podman), or"
                + " name its socket with " + ContainerParameters.ENGINE;
    }

    private Optional<Answer> at(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return not(address, "is no URI");
        }
        if (!"unix".equals(uri.getScheme()) || uri.getPath() == null) {
            return not(address, "is no unix socket of this machine, whose kernel and files a container must share");
        }
        Path socket = Path.of(uri.getPath());
        // Below a directory that this user may not search, it neither exists nor does not: to connect says which.
        if (Files.notExists(socket)) {
            return not(socket, "is not there");
        }
        return ask(socket).flatMap(answer -> engine(uri, socket, answer));
    }

    private Optional<EngineSocket> ask(Path socket) {
        ExecutorService executor = Executors.newSingleThreadExecutor(EngineSearch::daemon);
        try {
            return Optional.of(executor.submit(() -> EngineSocket.ask(socket)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return not(socket, "gives no answer within " + TIMEOUT_SECONDS + " s");
        } catch (ExecutionException e) {
            String message = e.getCause().getMessage();
            forbidden |= NOT_PERMITTED.contains(message);
            return not(socket, "can't be connected to: " + message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while a container engine was looked for", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bpf-iterator-engine");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<Answer> engine(URI uri, Path socket, EngineSocket answer) {
        if (answer.server().isEmpty()) {
            return not(socket, "is no container engine's");
        }
        if (!answer.user().equals(ROOT)) {
            rootless = true;
            return not(socket, "is rootless, run by " + answer.user());
        }
        return answer.server().map(server -> new Answer(uri, server));
    }

    private <T> Optional<T> not(Object place, String what) {
        found.add(place + " " + what);
        return Optional.empty();
    }
}
