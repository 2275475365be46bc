// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsContainers;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that depends on the environment of its process runs in a separate JVM. */
class EngineSearchTest {

    /** Hides the default sockets in a mount namespace. */
    private static final List<String> WITHOUT_SOCKETS =
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /run && exec \"$@\"", "sh");

    private static final String REMEDY =
            ". Start one (systemctl start docker, or systemctl start podman.socket), install one (Debian, Ubuntu:"
                    + " apt-get install podman; Fedora: dnf install podman), or set its socket with"
                    + " bpfiterator.container.engine.\n";

    @TempDir
    private Path directory;

    private ProcessBuilder java(List<String> prefix, Class<?> mainClass, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        // The search looks into the home directory, which a guest's root may be unable to enter.
        command.add("-Duser.home=" + directory);
        command.add(mainClass.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("DOCKER_HOST", "XDG_RUNTIME_DIR"));
        return builder;
    }

    private String find(List<String> prefix, String name, Map<String, String> variables) throws Exception {
        ProcessBuilder builder = java(prefix, FindEngine.class, name);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    private static String find(String address) {
        return find(address, Duration.ofSeconds(10));
    }

    private static String find(String address, Duration timeout) {
        return FindEngine.result(() -> EngineSearch.find(Optional.of(address), timeout)) + "\n";
    }

    @Nested
    @NeedsContainers
    class Finds {

        @ParameterizedTest
        @ValueSource(strings = {"any", "docker"})
        void what_DOCKER_HOST_names(String name) throws Exception {
            assertThat(find(WITHOUT_SOCKETS, name, Map.of("DOCKER_HOST", TestEngine.PODMAN.address())))
                    .matches("found podman \\d.*\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"any", "podman"})
        void podmans_socket_in_the_users_runtime_directory(String name) throws Exception {
            Path socket = Files.createDirectory(directory.resolve("podman")).resolve("podman.sock");
            Files.createLink(socket, Path.of(TestEngine.PODMAN.address().substring("unix://".length())));

            assertThat(find(WITHOUT_SOCKETS, name, Map.of("XDG_RUNTIME_DIR", directory.toString())))
                    .matches("found podman \\d.*\n");
        }

        @Test
        void the_engine_at_a_given_address() throws Exception {
            assertThat(find(TestEngine.PODMAN.address())).matches("found podman \\d.*\n");
        }
    }

    @Nested
    class Reports {

        @Test
        @NeedsKernel
        void the_searched_addresses() throws Exception {
            assertThat(find(WITHOUT_SOCKETS, "any", Map.of("XDG_RUNTIME_DIR", "/run/user/1")))
                    .startsWith("true Cannot find a container engine: /var/run/docker.sock does not exist;"
                            + " /run/user/1/docker.sock does not exist; ")
                    .contains("/.docker/run/docker.sock does not exist; /run/podman/podman.sock does not exist;"
                            + " /run/user/1/podman/podman.sock does not exist.")
                    .endsWith(REMEDY);
        }

        @Test
        void an_engine_on_another_machine() throws Exception {
            assertThat(find("tcp://elsewhere:2375"))
                    .isEqualTo("true Cannot find a container engine: tcp://elsewhere:2375 is not a Unix socket on this"
                            + " machine, whose kernel and files a container must share" + REMEDY);
        }

        @Test
        void a_socket_without_a_listener() throws Exception {
            Path socket = directory.resolve("docker.sock");
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(socket))
                    .close();

            assertThat(find("unix://" + socket))
                    .isEqualTo("true Cannot find a container engine: " + socket
                            + " is not reachable (Connection refused)" + REMEDY);
        }

        @Test
        void a_missing_response() throws Exception {
            Path socket = directory.resolve("docker.sock");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));

                assertThat(find("unix://" + socket, Duration.ofSeconds(1)))
                        .isEqualTo("true Cannot find a container engine: " + socket + " does not respond within 1 s"
                                + REMEDY);
            }
        }

        @Test
        void a_socket_that_this_user_may_not_connect_to() throws Exception {
            Path socket = directory.resolve("docker.sock");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
                Files.setPosixFilePermissions(socket, Set.of());

                assertThat(find(Setpriv.without("dac_override"), "unix://" + socket, Map.of()))
                        .isEqualTo("true Cannot connect to a container engine: " + socket
                                + " is not reachable (Permission denied). Run as root, or for Docker add yourself to"
                                + " its group (sudo usermod -aG docker \"$USER\") and log in again.\n");
            }
        }

        /**
         * The directory is not searchable, as podman's is for users; and this root lacks the privilege to override
         * that.
         */
        @Test
        void a_directory_that_this_user_may_not_search() throws Exception {
            Path hidden = Files.createDirectory(directory.resolve("podman"));
            Files.setPosixFilePermissions(hidden, Set.of());

            List<String> bound = Setpriv.without("dac_override", "dac_read_search");
            assertThat(find(bound, "unix://" + hidden + "/podman.sock", Map.of()))
                    .startsWith("true Cannot connect to a container engine: " + hidden
                            + "/podman.sock is not reachable (Permission denied). Run as root, or ");
        }

        @Test
        void a_socket_of_another_service() throws Exception {
            assertThat(findFake(0, "HTTP/1.1 200 OK\r\nServer: nginx/1.2\r\n\r\n"))
                    .isEqualTo("true Cannot find a container engine: " + directory.resolve("fake.sock")
                            + " does not belong to a container engine" + REMEDY);
        }

        @Test
        @NeedsKernel
        void a_rootless_engine() throws Exception {
            assertThat(findFake(65534, "HTTP/1.1 200 OK\r\nServer: Docker/28.5.1 (linux)\r\n\r\n"))
                    .isEqualTo("true Cannot find a container engine that runs as root: "
                            + directory.resolve("fake.sock")
                            + " belongs to a rootless engine of the user " + user(65534) + ". The kernel does not let"
                            + " containers of a rootless engine load BPF programs. Start one as root (systemctl start"
                            + " docker, or systemctl start podman.socket), or set its socket with"
                            + " bpfiterator.container.engine.\n");
        }

        private String user(int id) throws Exception {
            Path file = Files.createFile(directory.resolve("owned"));
            Files.setAttribute(file, "unix:uid", id);
            return Files.getOwner(file).getName();
        }

        private String findFake(int user, String answer) throws Exception {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path socket = directory.resolve("fake.sock");
            Process fake = java(List.of(), FakeEngine.class, socket.toString(), Integer.toString(user), answer)
                    .start();
            try (BufferedReader output = new BufferedReader(new InputStreamReader(fake.getInputStream()))) {
                assertThat(output.readLine()).isEqualTo("listening");
                return find("unix://" + socket);
            } finally {
                fake.destroyForcibly().waitFor();
            }
        }
    }
}
