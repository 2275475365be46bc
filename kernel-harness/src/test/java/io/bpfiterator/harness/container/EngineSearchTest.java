package io.bpfiterator.harness.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsContainers;
import io.bpfiterator.support.NeedsKernel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each search is made in a JVM of its own, in surroundings made for it. */
class EngineSearchTest {

    /** The usual sockets are hidden in a mount namespace. */
    private static final List<String> WITHOUT_SOCKETS =
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /run && exec \"$@\"", "sh");

    private static final String REMEDY =
            "; start one (systemctl start docker, or systemctl start podman.socket), install one (Debian, Ubuntu: apt-get"
                    + " install podman; Fedora: dnf install podman), or name its socket with"
                    + " bpfiterator.container.engine\n";

    @TempDir
    private Path directory;

    private static ProcessBuilder java(List<String> surroundings, Class<?> mainClass, String... arguments) {
        List<String> command = new ArrayList<>(surroundings);
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(mainClass.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("DOCKER_HOST", "XDG_RUNTIME_DIR"));
        return builder;
    }

    private static String find(List<String> surroundings, String name, Map<String, String> variables) throws Exception {
        ProcessBuilder builder = java(surroundings, FindEngine.class, name);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    private static String find(String name) throws Exception {
        return find(List.of(), name, Map.of());
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
        void the_one_that_is_named() throws Exception {
            assertThat(find(TestEngine.PODMAN.address())).matches("found podman \\d.*\n");
        }
    }

    @Nested
    class Says {

        @Test
        @NeedsKernel
        void where_it_has_looked() throws Exception {
            assertThat(find(WITHOUT_SOCKETS, "any", Map.of("XDG_RUNTIME_DIR", "/run/user/1")))
                    .startsWith("true No container engine answers (/var/run/docker.sock is not there;"
                            + " /run/user/1/docker.sock is not there; ")
                    .contains("/.docker/run/docker.sock is not there; /run/podman/podman.sock is not there;"
                            + " /run/user/1/podman/podman.sock is not there)")
                    .endsWith(REMEDY);
        }

        @Test
        void that_an_engine_on_another_machine_will_not_do() throws Exception {
            assertThat(find("tcp://elsewhere:2375"))
                    .isEqualTo(
                            "true No container engine answers (tcp://elsewhere:2375 is no unix socket of this machine,"
                                    + " whose kernel and files a container must share)" + REMEDY);
        }

        @Test
        void that_a_socket_is_left_over() throws Exception {
            Path socket = directory.resolve("docker.sock");
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(socket))
                    .close();

            assertThat(find("unix://" + socket))
                    .isEqualTo("true No container engine answers (" + socket
                            + " can't be connected to: Connection refused)" + REMEDY);
        }

        @Test
        void that_nothing_comes_back() throws Exception {
            Path socket = directory.resolve("docker.sock");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));

                assertThat(find("unix://" + socket))
                        .isEqualTo("true No container engine answers (" + socket + " gives no answer within 10 s)"
                                + REMEDY);
            }
        }

        @Test
        void who_may_talk_to_it() throws Exception {
            Path socket = directory.resolve("docker.sock");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
                Files.setPosixFilePermissions(socket, Set.of());

                List<String> bound = List.of("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override");
                assertThat(find(bound, "unix://" + socket, Map.of()))
                        .isEqualTo("true No privilege to talk to a container engine (" + socket
                                + " can't be connected to: Permission denied); run as root, or for Docker add yourself to"
                                + " its group (sudo usermod -aG docker \"$USER\") and log in again\n");
            }
        }

        /** Its directory is root's own, as podman's is; and this root has no privilege over other users' files. */
        @Test
        void that_a_directory_hides_whether_there_is_an_engine() throws Exception {
            Path hidden = Files.createDirectory(directory.resolve("podman"));
            Files.setPosixFilePermissions(hidden, Set.of());

            List<String> bound = List.of(
                    "setpriv",
                    "--bounding-set=-dac_override,-dac_read_search",
                    "--inh-caps=-dac_override,-dac_read_search");
            assertThat(find(bound, "unix://" + hidden + "/podman.sock", Map.of()))
                    .startsWith("true No privilege to talk to a container engine (" + hidden
                            + "/podman.sock can't be connected to: Permission denied); run as root, or ");
        }

        @Test
        void that_something_else_listens() throws Exception {
            assertThat(findFake(0, "HTTP/1.1 200 OK\r\nServer: nginx/1.2\r\n\r\n"))
                    .isEqualTo("true No container engine answers (" + directory.resolve("fake.sock")
                            + " is no container engine's)" + REMEDY);
        }

        @Test
        @NeedsKernel
        void that_a_rootless_engine_will_not_do() throws Exception {
            assertThat(findFake(65534, "HTTP/1.1 200 OK\r\nServer: Docker/28.5.1 (linux)\r\n\r\n"))
                    .isEqualTo("true No container engine of root's answers (" + directory.resolve("fake.sock")
                            + " is rootless, run by nobody), and the kernel lets no container of a rootless one load BPF"
                            + " programs; start one as root (systemctl start docker, or systemctl start podman.socket), or"
                            + " name its socket with bpfiterator.container.engine\n");
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
